import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCanvas } from '@buckle/canvas';
import { afterAll, describe, expect, it } from 'vitest';
import { openSandbox } from '#services/sandbox/index.ts';
import { codeRunner } from '../nodes/code.ts';
import { nothingSeen, planOf, runCanvas, runOf } from './testing/run-canvas.ts';
import { startInputs } from './run.ts';

/** Documents that Coze Studio saved; they are no part of the project. */
const folder = process.env['BUCKLE_TEST_CANVASES'] ?? '../shared/reference/canvases';

const sandbox = openSandbox({ pythonIsolation: 'full' });
afterAll(() => sandbox.close());

function read(file: string) {
  return parseCanvas(readFileSync(join(folder, file), 'utf8'));
}

describe.skipIf(!existsSync(folder))(`documents of Coze Studio (of BUCKLE_TEST_CANVASES, ${folder}) run as they stand`, () => {
  it('a loop with branches, break, continue and a variable', async () => {
    const outcome = await runCanvas(read('loop_selector_variable_assign_text_processor.json'), { query1: ['a', 'bb', 'ccc', 'dddd'] });
    expect(outcome).toMatchObject({ state: 'done', outputs: { converted: ['new_a', 'new_ccc'], output: 'dddd' } });
  });

  it('defaults of every type', async () => {
    expect(await runCanvas(read('start_node_default_values.json'))).toMatchObject({
      outputs: { str: 'str', inter: 100, number: 12.4, bool: false, ts: '2025-07-09 21:43:34', object: { a: '1' }, array: ['1', '2'] },
    });
  });

  it('the first of some values that is there', async () => {
    expect(await runCanvas(read('variable_aggregate/variable_aggregator.json'), { v11: 'b' })).toMatchObject({ outputs: { g1: 'b', g2: 100 } });
  });

  it('to JSON and back', async () => {
    const person = { int: 123, string: 'hello', bool: true };
    expect(await runCanvas(read('json/json_test.json'), { person })).toMatchObject({ outputs: { output: person } });
  });

  it('a form, which is waited for', async () => {
    const plan = planOf(read('input_receiver.json'));
    const seen = nothingSeen();
    const inputs = startInputs(plan, { input: 'x' }, () => undefined);
    expect(await runOf(seen).run(plan, inputs)).toMatchObject({ state: 'waiting', waits: [{ wait: { kind: 'input' } }] });
    seen.entries.push({ type: 'answer', path: '154951', number: 0, answer: { input: 'i', obj: { field1: 'f' }, inputArr: [1, '2.5'] }, at: 0 });
    expect(await runOf(seen).run(plan, inputs)).toMatchObject({ outputs: { input: 'i', field1: 'f', inputArr: [1, 2.5] } });
  });

  it('code that fails, which goes its own way', async () => {
    const outcome = await runCanvas(read('exception/code_exception_branch.json'), { input: 'hello' }, codeRunner(sandbox));
    expect(outcome).toMatchObject({ state: 'done', outputs: { output: false, output1: 'code result: false' } });
  });

  it('code that is called with each element of a list of objects', async () => {
    const document = read('loop_with_object_input.json');
    const outcome = await runCanvas(document, { objs: [{ a: '1' }, { a: '2' }] }, codeRunner(sandbox));
    expect(outcome).toMatchObject({ state: 'done', outputs: { output: ['1', '2'] } });
  });

  it('a note for readers, which does nothing', async () => {
    const document = read('entry_exit.json');
    const plan = planOf(document);
    const given = Object.fromEntries(plan.inputs.map(({ name, type }) => [name, type.kind === 'list' ? ['x'] : type.kind === 'object' ? {} : '1']));
    expect(await runCanvas(document, given)).toMatchObject({ state: 'done' });
  });
});
