import { type CanvasDocument, type CanvasNode, parseCanvas, validateCanvas } from '@buckle/canvas';
import { canvas, end, from, given, line, node, start, text } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import { copyNodes, pasteNodes, readFragment, writeFragment } from './clipboard.ts';
import { connect, disconnect, linesIn, refusalOf } from './edit-lines.ts';
import { addNode, deleteNodes, freeTitle, moveNodes, renameNode, replaceNode, resizeNode } from './edit-nodes.ts';
import { canvasPosition, settled, shownPosition, sizeOf } from './geometry.ts';
import { historyOf, record, redo, typedPlace, undo } from './history.ts';
import { laidOutIfHeaped, layOut } from './layout.ts';
import { levelOf, placeOf, placesIn } from './levels.ts';
import { connectionKey, ENTRY, exitsOf, INNER_END, INNER_START } from './ports.ts';
import { moveInto } from './regroup.ts';

const to = (id: string) => ({ node: id, port: ENTRY });
const at = (id: string, port = 'default') => ({ node: id, port });
const keysOf = (document: CanvasDocument) => linesIn(document).map(({ connection }) => connectionKey(connection));
const found = (document: CanvasDocument, id: string): CanvasNode => {
  const place = placeOf(document, id);
  if (place === undefined) throw new Error(`There is no node ${id}.`);
  return place.node;
};
/** Where a node lies in the canvas. */
const spot = (document: CanvasDocument, id: string) => {
  const place = placeOf(document, id);
  return place && canvasPosition(place.node, place.around);
};
const placed = (source: unknown, x: number, y: number): unknown => ({ ...(source as object), meta: { position: { x, y } } });

const selector = (id: string, ...values: string[]) =>
  node(id, '8', { inputs: { branches: values.map((value) => ({ condition: { logic: 2, conditions: [{ operator: 1, left: { input: from('100001.a') }, right: { input: given(value) } }] } })) } });

const chain = () => canvas([start('a'), text('200001', '{{x}}', { x: from('100001.a') }), end({ b: from('200001.output') })], [line('100001', '200001'), line('200001', '900001')]);

const withLoop = () =>
  canvas(
    [
      placed(start('a'), 0, 0),
      {
        ...(node('300001', '21', {
          inputs: { loopType: 'count', loopCount: given(3, 'integer') },
          outputs: [{ name: 'texts', input: from('300002.output', 'list', { type: 'string' }) }],
          blocks: [placed(text('300002', '{{x}}', { x: from('100001.a') }), 100, 40), placed(text('300003', '{{x}}', { x: from('300002.output') }), 500, 40)],
          edges: [
            { sourceNodeID: '300001', targetNodeID: '300002', sourcePortID: 'loop-function-inline-output' }, line('300002', '300003'),
            { sourceNodeID: '300003', targetNodeID: '300001', targetPortID: 'loop-function-inline-input' },
          ],
        }) as object),
        meta: { position: { x: 400, y: 0 }, canvasPosition: { x: 300, y: 300 } },
      },
      placed(text('200001', 'b'), 400, 600),
      placed(end({ b: from('300001.texts') }), 900, 0),
    ],
    [line('100001', '300001'), { sourceNodeID: '300001', targetNodeID: '900001', sourcePortID: 'loop-output' }, line('100001', '200001')],
  );

describe('lines', () => {
  it.each([
    ['into the start', at('200001'), to('100001'), 'intoStart'],
    ['out of the end', at('900001'), to('200001'), 'outOfEnd'],
    ['that is there already', at('100001'), to('200001'), 'double'],
    ['to itself', at('200001'), to('200001'), 'self'],
    ['to nothing', at('200001'), to('7'), 'nothing'],
  ])('%s are refused', (_name, source, target, reason) => {
    expect(refusalOf(chain(), { from: source, to: target })).toBe(reason);
  });

  it('in a circle are refused, however long it is', () => {
    const document = canvas([start(), text('1', 'a'), text('2', 'b'), text('3', 'c'), end()], [line('1', '2'), line('2', '3')]);
    expect(refusalOf(document, { from: at('3'), to: to('1') })).toBe('cycle');
    expect(refusalOf(document, { from: at('1'), to: to('3') })).toBeUndefined();
  });

  it('across the border of a group are refused, and its inner beginning and end are ends of lines inside', () => {
    const document = withLoop();
    expect(refusalOf(document, { from: at('200001'), to: to('300002') })).toBe('acrossGroup');
    expect(refusalOf(document, { from: at('300002'), to: to('900001') })).toBe('acrossGroup');
    expect(refusalOf(document, { from: at('300001', INNER_START), to: to('200001') })).toBe('acrossGroup');
    expect(refusalOf(document, { from: at('300001', INNER_START), to: to('300003') })).toBeUndefined();
    expect(refusalOf(document, { from: at('300002'), to: at('300001', INNER_END) })).toBeUndefined();
    const connected = connect(document, { from: at('300002'), to: at('300001', INNER_END) });
    expect(levelOf(connected, '300001').edges.at(-1)).toEqual({ sourceNodeID: '300002', targetNodeID: '300001', targetPortID: 'loop-function-inline-input' });
  });

  it('are written as Coze writes them, and found again under one name', () => {
    const document = canvas([start('a'), selector('8', 'x', 'y'), text('1', 'b'), end()], [line('8:true', '900001')]);
    const connected = connect(connect(connect(document, { from: at('8', 'branch_1'), to: to('1') }), { from: at('8'), to: to('1') }), { from: at('1'), to: to('900001') });
    expect(connected.edges?.slice(1)).toEqual([
      { sourceNodeID: '8', targetNodeID: '1', sourcePortID: 'true_1' }, { sourceNodeID: '8', targetNodeID: '1', sourcePortID: 'false' }, { sourceNodeID: '1', targetNodeID: '900001' },
    ]);
    expect(keysOf(connected)).toEqual(['8 branch_0 900001 in', '8 branch_1 1 in', '8 default 1 in', '1 default 900001 in']);
    expect(disconnect(connected, new Set(['8 default 1 in'])).edges).toHaveLength(3);
  });
});

describe('exits', () => {
  it('are those of the kind and of its settings', () => {
    const document = canvas(
      [
        start(), selector('8', 'x'), node('18', '18', { inputs: { answer_type: 'option', options: [{ name: 'a' }, { name: 'b' }] } }),
        node('22', '22', { inputs: { intents: [{ name: 'a' }] } }), node('10001', '10001'), node('31', '31'), end(), node('77', '7777'),
        node('3', '3', { inputs: { settingOnError: { switch: true, processType: 3 } } }),
      ],
      [],
    );
    expect(Object.fromEntries(placesIn(document).map(({ node: each }) => [each.id, exitsOf(each)]))).toEqual({
      100001: ['default'], 8: ['branch_0', 'default'], 18: ['branch_0', 'branch_1', 'default'], 22: ['branch_0', 'default'],
      10001: ['approved', 'rejected', 'timeout'], 31: [], 900001: [], 77: ['default'], 3: ['default', 'branch_error'],
    });
  });
});

describe('nodes', () => {
  it('are added under an id that is free, also into a group', () => {
    const ids = [0, 5];
    const { document, id } = addNode(canvas([node('100002', '15')], []), { type: '15', data: { nodeMeta: { title: 'New' } }, position: { x: 1, y: 2 } }, () => ids.shift() ?? 9);
    expect([id, found(document, id).meta]).toEqual(['100007', { position: { x: 1, y: 2 } }]);
    const inside = addNode(withLoop(), { type: '15', data: {}, position: { x: 10, y: 10 }, owner: '300001' });
    expect(levelOf(inside.document, '300001').nodes.map(({ id: each }) => each)).toEqual(['300002', '300003', inside.id]);
  });

  it('that are groups begin empty, with an inside', () => {
    const { document, id } = addNode(chain(), { type: '28', data: {}, position: { x: 0, y: 0 } });
    expect(found(document, id)).toMatchObject({ blocks: [], edges: [], meta: { canvasPosition: { x: 40 }, size: {} } });
  });

  it('go with their lines and whatever lies in them; the beginning and the end stay', () => {
    const document = deleteNodes(withLoop(), ['300001', '100001', '900001']);
    expect([document.nodes.map(({ id }) => id), document.edges]).toEqual([['100001', '200001', '900001'], [line('100001', '200001')]]);
    expect(levelOf(deleteNodes(withLoop(), ['300003']), '300001')).toMatchObject({ nodes: [{ id: '300002' }], edges: [{ targetNodeID: '300002' }] });
  });

  it('are moved, a group with what lies in it', () => {
    const before = withLoop();
    const document = moveNodes(before, new Map([['300001', { x: 450, y: 100 }], ['200001', { x: 0, y: 7 }]]));
    expect(found(document, '300001').meta).toEqual({ position: { x: 450, y: 100 }, canvasPosition: { x: 350, y: 400 } });
    expect(found(document, '300002')).toBe(found(before, '300002'));
    expect(spot(document, '300002')).toEqual({ x: 450, y: 440 });
    expect(found(document, '100001')).toBe(found(before, '100001'));
  });

  it('that are moved over the edge of their group make it larger and stay where they are seen', () => {
    const before = settled(withLoop());
    const group = found(before, '300001');
    const wanted = { x: -500, y: 40 };
    const document = moveNodes(before, new Map([['300002', wanted]]));
    const after = found(document, '300001');
    expect(shownPosition(found(document, '300002'), after).x).toBe(40);
    expect(spot(document, '300003')).toEqual(spot(before, '300003'));
    expect(sizeOf(after, new Map()).width).toBe(sizeOf(group, new Map()).width + 600);
  });

  it('take new data from their form, and lines follow exits that are called otherwise', () => {
    const before = canvas([start('a'), selector('8', 'x', 'y'), end()], [line('8:true', '900001'), line('8:true_1', '900001')]);
    const changed = { ...found(before, '8'), data: { nodeMeta: { title: 'Changed' } } };
    const document = replaceNode(before, changed, (edges) => edges.slice(1));
    expect([found(document, '8'), document.edges]).toEqual([changed, [line('8:true_1', '900001')]]);
    expect(replaceNode(document, { ...changed, id: '7' })).toBe(document);
  });

  it('keep what nobody knows of them', () => {
    const source = { nodes: [{ ...(node('1', '15') as object), strange: { a: [1] }, meta: { position: { x: 1, y: 1, z: 3 }, odd: true } }, node('2', '7777', { inputs: { what: 1 } })], edges: [], other: 'kept' };
    const document = renameNode(moveNodes(parseCanvas(source), new Map([['1', { x: 5, y: 5 }]])), '1', 'Named');
    expect(document).toMatchObject({ other: 'kept', nodes: [{ strange: { a: [1] }, meta: { position: { x: 5, y: 5, z: 3 }, odd: true }, data: { nodeMeta: { title: 'Named' } } }, { type: '7777', data: { inputs: { what: 1 } } }] });
  });

  it('that are groups are resized from any corner, and what lies in them stays', () => {
    const before = settled(withLoop());
    const document = resizeNode(before, '300001', { width: 1200, height: 500 }, { x: 380, y: -20 });
    expect(spot(document, '300002')).toEqual(spot(before, '300002'));
    expect(found(document, '300001').meta).toMatchObject({ position: { x: 380, y: -20 }, size: { width: 1200, height: 500 } });
  });

  it('are given titles that are free', () => {
    const document = canvas([node('1', '15', { title: 'Text' }), node('2', '15', { title: 'Text_1' })], []);
    expect([freeTitle(document, 'Text'), freeTitle(document, 'Text_1'), freeTitle(document, 'Other')]).toEqual(['Text_2', 'Text_2', 'Other']);
  });
});

describe('copies', () => {
  it('have new ids, the lines among them, and references to each other', () => {
    const http = node('200002', '45', { inputs: { apiInfo: { method: 'GET', url: 'http://x/{{block_output_200001.output}}/{{block_output_100001.a}}' } } });
    const document = canvas([start('a'), text('200001', '{{x}}', { x: from('100001.a') }), http, text('200003', '{{x}}', { x: from('200001.output') }), end()],
      [line('100001', '200001'), line('200001', '200002'), line('200001', '200003'), line('200003', '900001')]);
    const fragment = readFragment(writeFragment(copyNodes(document, ['100001', '200001', '200002', '200003', '900001'])));
    if (fragment === undefined) throw new Error('It was not read.');
    const { document: pasted, ids } = pasteNodes(document, fragment, { at: { x: 500, y: 500 } });
    const [first = '', second = '', third = ''] = ids;
    expect(ids).toHaveLength(3);
    expect(pasted.edges?.slice(4)).toEqual([line(first, second), line(first, third)]);
    expect(JSON.stringify(found(pasted, second))).toContain(`{{block_output_${first}.output}}/{{block_output_100001.a}}`);
    expect(JSON.stringify(found(pasted, third))).toContain(`"blockID":"${first}"`);
    expect(found(pasted, first).data?.nodeMeta?.title).toBe('node 200001_1');
    expect(spot(pasted, first)).toEqual({ x: 500, y: 500 });
    expect(pasted.nodes.slice(0, 5)).toEqual(document.nodes);
  });

  it('refer to each other in texts, whatever their ids look like', () => {
    const http = node('call', '45', { inputs: { apiInfo: { method: 'GET', url: 'block_output_ {{block_output_my-text.output}}/{{block_output_my-text[0]}}/{{block_output_my.a}}' } } });
    const document = canvas([start('a'), text('my-text', 'x'), http, end()], []);
    const { document: pasted, ids: [first = '', second = ''] } = pasteNodes(document, copyNodes(document, ['my-text', 'call']), { at: { x: 0, y: 900 } });
    expect(JSON.stringify(found(pasted, second))).toContain(`block_output_ {{block_output_${first}.output}}/{{block_output_${first}[0]}}/{{block_output_my.a}}`);
  });

  it('of a group bring along what lies in it, under new ids throughout', () => {
    const document = settled(withLoop());
    const { document: pasted, ids: [id = ''] } = pasteNodes(document, copyNodes(document, ['300001', '300002']), { at: { x: 0, y: 900 } });
    const { nodes, edges } = levelOf(pasted, id);
    const [first, second] = nodes.map((each) => each.id);
    expect(new Set([id, first, second, '300001', '300002', '300003']).size).toBe(6);
    expect(edges.map(({ sourceNodeID, targetNodeID }) => [sourceNodeID, targetNodeID])).toEqual([[id, first], [first, second], [second, id]]);
    expect(JSON.stringify(found(pasted, id).data?.outputs)).toContain(`"blockID":"${first}"`);
    expect(validateCanvas(pasted).problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('are taken from Coze too', () => {
    const copied = JSON.stringify({ type: 'coze-workflow-clipboard-data', source: {}, json: { nodes: [text('1', 'a'), start()], edges: [] } });
    expect(readFragment(copied)?.nodes.map(({ id }) => id)).toEqual(['1']);
  });

  it('are nothing where the clipboard has something else', () => {
    expect([readFragment('hello'), readFragment('{"nodes":[]}'), readFragment('buckle-workflow-nodes {')]).toEqual([undefined, undefined, undefined]);
  });
});

describe('groups', () => {
  it('take nodes in and let them out where they are seen; lines across the border go', () => {
    const before = settled(withLoop());
    const inside = moveInto(before, ['200001', '100001'], '300001');
    expect(levelOf(inside, '300001').nodes.map(({ id }) => id)).toEqual(['300002', '300003', '200001']);
    expect(inside.edges).toHaveLength(2);
    expect(spot(inside, '200001')).toEqual(spot(before, '200001'));
    const outside = moveInto(before, ['300002', '300003'], undefined);
    expect(levelOf(outside, '300001')).toEqual({ nodes: [], edges: [] });
    expect(outside.edges).toContainEqual(line('300002', '300003'));
    expect(spot(outside, '300003')).toEqual(spot(before, '300003'));
  });

  it('do not go into themselves', () => {
    const before = withLoop();
    expect(moveInto(before, ['300001'], '300001')).toBe(before);
  });

  it('from elsewhere get room: nothing lies over them, and everything in them is inside', () => {
    const document = settled(withLoop());
    const group = found(document, '300001');
    const { x, y } = group.meta?.position ?? { x: 0, y: 0 };
    const { width, height } = sizeOf(group, new Map());
    for (const child of group.blocks ?? []) {
      const shown = shownPosition(child, group);
      expect(shown.x >= 40 && shown.y > 64 && shown.x + 260 < width && shown.y < height).toBe(true);
    }
    for (const id of ['100001', '200001', '900001']) {
      const other = spot(document, id) ?? { x: 0, y: 0 };
      expect(other.x + 260 <= x || other.x >= x + width || other.y >= y + height).toBe(true);
    }
    // Once it has a size, it is left as it is.
    expect(settled(document)).toEqual(document);
  });
});

describe('the order', () => {
  it('goes from left to right, nothing over anything else, groups included', () => {
    const document = layOut(withLoop(), new Map());
    const box = (id: string) => ({ ...(spot(document, id) ?? { x: 0, y: 0 }), ...sizeOf(found(document, id), new Map()) });
    const [first, loop, last, other] = ['100001', '300001', '900001', '200001'].map(box);
    if (!first || !loop || !last || !other) throw new Error('A node is gone.');
    expect(first.x + first.width < loop.x && loop.x + loop.width < last.x).toBe(true);
    expect(other.y >= loop.y + loop.height || other.y + other.height <= loop.y).toBe(true);
    expect(box('300002').x + box('300002').width < box('300003').x).toBe(true);
    expect(box('300003').x + box('300003').width < loop.x + loop.width).toBe(true);
    expect(linesIn(document)).toEqual(linesIn(withLoop()));
  });
});

describe('a document that a program has made', () => {
  it('is put in order where nobody has placed its nodes', () => {
    expect(laidOutIfHeaped(chain())).toEqual(layOut(chain(), new Map()));
    const across = ['100001', '200001', '900001'].map((id) => spot(laidOutIfHeaped(chain()), id)?.x ?? 0);
    expect(new Set(across).size).toBe(3);
  });

  it('stays as it is where somebody has', () => {
    const document = canvas([placed(start('a'), 0, 0), placed(end(), 0, 90)], [line('100001', '900001')]);
    expect(laidOutIfHeaped(document)).toBe(document);
    const alone = canvas([start('a')], []);
    expect(laidOutIfHeaped(alone)).toBe(alone);
  });
});

describe('the order of branches', () => {
  it('is that of their exits, from top to bottom, also where they meet again', () => {
    const names = ['c', 'a', 'd', 'b'];
    const document = layOut(
      canvas([start('a'), selector('8', 'x', 'y', 'z'), ...names.map((name) => text(name, name)), text('m', 'm'), end()], [
        line('100001', '8'), line('8:false', 'd'), line('8:true_1', 'b'), line('8:true_2', 'c'), line('8:true', 'a'), ...names.map((name) => line(name, 'm')), line('m', '900001'),
      ]),
      new Map(),
    );
    const heights = ['a', 'b', 'c', 'd'].map((name) => spot(document, name)?.y ?? 0);
    expect(heights).toEqual(heights.toSorted((one, other) => one - other));
    expect(new Set(heights).size).toBe(4);
  });
});

describe('the history', () => {
  const documents = ['a', 'b', 'c', 'd'].map((name) => canvas([start(name)], []));
  const [a, b, c, d] = documents as [CanvasDocument, CanvasDocument, CanvasDocument, CanvasDocument];

  it('goes back and forth, and on from where it is', () => {
    const history = record(record(historyOf(a), b), c);
    expect(undo(history).present).toBe(b);
    expect(undo(undo(undo(history))).present).toBe(a);
    expect(redo(undo(history)).present).toBe(c);
    expect(redo(record(undo(history), d)).present).toBe(d);
  });

  it('takes typing into one field as one step', () => {
    const history = record(record(record(historyOf(a), b, 'title'), c, 'title'), d, 'text');
    expect(undo(history).present).toBe(c);
    expect(undo(undo(history)).present).toBe(a);
  });

  it('knows where was typed', () => {
    expect(typedPlace({ a: { b: 'x', c: 1 } }, { a: { b: 'xy', c: 1 } })).toBe('a.b');
    expect(typedPlace({ a: [1] }, { a: [1, 2] })).toBeUndefined();
    expect(typedPlace({ a: 'x', b: 'x' }, { a: 'y', b: 'y' })).toBeUndefined();
  });
});
