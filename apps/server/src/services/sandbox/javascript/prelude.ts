/**
 * Runs inside of QuickJS before the user's code: gives it a `console`, and makes the functions by which its `main` is called and its
 * values are read. They keep what they need of the language, so nothing that the user's code replaces later is used here.
 */
export const PRELUDE = `(function (print, longest) {
  'use strict';
  const { parse, stringify } = JSON;
  const { apply } = Reflect;
  const { slice } = String.prototype;
  const toText = String;
  const cut = (text, most) => apply(slice, text, [0, most]);
  const shown = (value) => {
    if (typeof value === 'string') return value;
    try {
      if (typeof value === 'object' && value !== null) {
        if (value instanceof Error) return toText(value);
        return stringify(value) ?? toText(value);
      }
      return toText(value);
    } catch {
      return '[a value that cannot be shown]';
    }
  };
  const log = (...values) => {
    let line = '';
    for (let index = 0; index < values.length; index += 1) line += (index === 0 ? '' : ' ') + shown(values[index]);
    print(cut(line, longest));
  };
  globalThis.console = { log, info: log, warn: log, error: log, debug: log };
  return {
    call: async (main, params) => await main({ params: parse(params) }),
    write: (value) => stringify(value) ?? 'null',
    describe: (error) => {
      let name = '';
      let message = '';
      let stack = '';
      try {
        if (typeof error === 'object' && error !== null) {
          name = toText(error.name ?? '');
          message = error instanceof Error ? toText(error.message) : (stringify(error) ?? '');
          stack = toText(error.stack ?? '');
        } else message = toText(error);
      } catch {
        // Of an error that throws when it is read, what was read so far is told.
      }
      return stringify([cut(name, 100), cut(message, 2000), cut(stack, 4000)]);
    },
  };
})`;
