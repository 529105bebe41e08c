import type { NodeRunner } from '../node-runner.ts';
import { aggregator } from './aggregator.ts';
import { batch } from './batch.ts';
import { fromJson, toJson } from './json.ts';
import { breakLoop, continueLoop, setVariable } from './loop-control.ts';
import { loop } from './loop.ts';
import { end, message } from './message.ts';
import { selector } from './selector.ts';
import { start } from './start.ts';
import { textProcessor } from './text-processor.ts';
import { approval, input, wait } from './waiting.ts';

/** The kinds of node that need nothing from outside. */
export const pureRunners: readonly NodeRunner[] = [
  start, end, message, selector, textProcessor, breakLoop, continueLoop, setVariable, loop, batch, aggregator, toJson, fromJson, input, approval, wait,
];
