import type { Values } from '../engine/values.ts';
import type { TriggerDocument } from './trigger-documents.ts';

/** The parameters of a run: those that are fixed, and those that an event has. What it lacks is left out. */
export function parametersOf({ parameters, mapping }: Pick<TriggerDocument, 'parameters' | 'mapping'>, event: Values): Values {
  const mapped = Object.entries(mapping).flatMap(([name, path]) => {
    const value = valueAt(event, path);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...parameters, ...Object.fromEntries(mapped) };
}

/** Whether parameters have values from what the run gave whose end makes a trigger fire. */
export function asksForOutput({ mapping }: Pick<TriggerDocument, 'mapping'>): boolean {
  return Object.values(mapping).some((path) => path.split('.', 1)[0] === 'output');
}

/** What stands at a place in a value: names and positions with points between them. */
function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, step) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return Object.getOwnPropertyDescriptor(inner, step)?.value;
  }, value);
}
