import { type Expression, type NamedExpression, type PathStep, type Template, valueAt } from '@buckle/canvas';
import type { Evaluate, Target } from './plan.ts';
import type { Scope } from './scope.ts';
import { TextStream } from './text-stream.ts';
import { convert, NOTHING, textOf, type Values, type Warn } from './values.ts';

/** Finds where a reference points, from the node that is being compiled; undefined where it points nowhere. */
export type Resolve = (node: string) => Target | 'own' | undefined;

const quiet: Warn = () => undefined;

/** Makes a function of an expression. */
export function compileExpression(expression: Expression, resolve: Resolve): Evaluate {
  switch (expression.expression) {
    case 'missing':
      return () => undefined;
    case 'literal': {
      // Numbers and lists are often written as texts.
      const value = convert(expression.value, expression.type, quiet, '');
      return () => value;
    }
    case 'object':
      return compileObject(expression.fields, resolve);
    case 'variable': {
      const [name, ...rest] = expression.path;
      const { scope: kind } = expression;
      return (scope) => valueAt(scope.globals.read(kind, String(name)), rest);
    }
    case 'output':
      return compileReference(expression.node, expression.path, resolve);
  }
}

function compileObject(fields: readonly NamedExpression[], resolve: Resolve): Evaluate {
  const compiled = fields.map(({ name, value }) => ({ name, evaluate: compileExpression(value, resolve) }));
  return (scope, own) => Object.fromEntries(compiled.map(({ name, evaluate }) => [name, evaluate(scope, own) ?? NOTHING]));
}

function compileReference(node: string, path: readonly PathStep[], resolve: Resolve): Evaluate {
  const target = resolve(node);
  if (target === undefined) return () => undefined;
  if (target === 'own') return (_, own) => valueAt(own, path);
  const { up, index } = target;
  const [first, ...rest] = path;
  const name = String(first);
  return (scope) => {
    let at: Scope | undefined = scope;
    for (let level = 0; level < up; level += 1) at = at?.parent;
    const value = index === 'frame' ? at?.shown(name) : at?.outputs[index]?.[name];
    return rest.length === 0 ? value : valueAt(value, rest);
  };
}

/** The expressions and templates of a node's configuration, each compiled when it is first needed. */
export class NodeExpressions {
  readonly #resolve: Resolve;
  readonly #values = new WeakMap<Expression, Evaluate>();
  readonly #fills = new WeakMap<Template, Fill>();

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  /** The value of an expression in a scope. */
  value(expression: Expression, scope: Scope, own?: Values): unknown {
    let evaluate = this.#values.get(expression);
    if (evaluate === undefined) this.#values.set(expression, (evaluate = compileExpression(expression, this.#resolve)));
    return evaluate(scope, own);
  }

  /** The pieces of a template that is filled from a node's inputs, and from what it names directly. */
  pieces(template: Template, inputs: Values, scope: Scope, own?: Values): readonly TextPiece[] {
    let fill = this.#fills.get(template);
    if (fill === undefined) this.#fills.set(template, (fill = compileTemplate(template, this.#resolve)));
    return fill(inputs, scope, own);
  }
}

/** A piece of a text that is filled: a text, or one that is still being written. */
export type TextPiece = string | TextStream;

/** Fills a template: from the inputs of its node, and from what it names directly. */
export type Fill = (inputs: Values, scope: Scope, own?: Values) => readonly TextPiece[];

/** Makes a function of a template. */
export function compileTemplate({ parts }: Template, resolve: Resolve): Fill {
  const pieces = parts.map((part): ((inputs: Values, scope: Scope, own?: Values) => TextPiece) => {
    if (typeof part === 'string') return () => part;
    if (part.slot === 'value') {
      const evaluate = compileExpression(part.value, resolve);
      return (_, scope, own) => pieceOf(evaluate(scope, own));
    }
    const { path, text } = part;
    const [first] = path;
    // A name that is none of the inputs stays as it was written.
    return (inputs) => (Object.hasOwn(inputs, String(first)) ? pieceOf(valueAt(inputs, path)) : text);
  });
  return (inputs, scope, own) => pieces.map((piece) => piece(inputs, scope, own));
}

/** The text of pieces, once all of them are written. */
export function textOfPieces(pieces: readonly TextPiece[]): string | Promise<string> {
  const texts = pieces.filter((piece) => typeof piece === 'string');
  if (texts.length === pieces.length) return texts.join('');
  return Promise.all(pieces.map(async (piece) => (typeof piece === 'string' ? piece : piece.whole()))).then((whole) => whole.join(''));
}

function pieceOf(value: unknown): TextPiece {
  return value instanceof TextStream ? value : textOf(value);
}
