/** A step into a value: a field's name, or an index of a list. */
export type PathStep = string | number;

const STEP = /[^.[\]]+|\[(?:\s*(\d+)\s*|\s*"((?:[^"\\]|\\.)*)"\s*|\s*'((?:[^'\\]|\\.)*)'\s*)\]/gy;

/** Reads `a.b[0].c` or `x["y"]`; undefined where it is no path. */
export function parsePath(text: string): readonly PathStep[] | undefined {
  const steps: PathStep[] = [];
  let position = 0;
  while (position < text.length) {
    if (text[position] === '.' && steps.length > 0) position += 1;
    STEP.lastIndex = position;
    const match = STEP.exec(text);
    if (!match || (steps.length === 0 && match[0].startsWith('['))) return undefined;
    const quoted = match[2] ?? match[3];
    if (match[1] !== undefined) steps.push(Number(match[1]));
    else steps.push(quoted === undefined ? match[0].trim() : quoted.replaceAll(/\\(.)/g, '$1'));
    position = STEP.lastIndex;
  }
  return steps.length > 0 && !steps.includes('') && !text.endsWith('.') ? steps : undefined;
}

/** Writes a path as it is read: `a.b[0].c`. */
export function pathText(path: readonly PathStep[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

/** The value at a path; undefined where there is none. A name on a list goes on with its first element, as in Coze. */
export function valueAt(value: unknown, path: readonly PathStep[]): unknown {
  let current = value;
  for (const step of path) {
    if (typeof step === 'string') {
      while (Array.isArray(current)) current = current[0];
    }
    if (current === null || typeof current !== 'object' || !Object.hasOwn(current, step)) return undefined;
    current = Reflect.get(current, step);
  }
  return current;
}
