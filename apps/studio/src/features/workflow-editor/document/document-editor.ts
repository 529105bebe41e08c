import type { CanvasDocument } from '@buckle/canvas';
import { type History, historyOf, record, redo, undo } from './history.ts';

/** Who saves the document. */
interface Keeper {
  readonly kept: () => { readonly edited: CanvasDocument };
  readonly subscribe: (listener: () => void) => () => void;
  readonly change: (document: CanvasDocument) => void;
}

/** The document that is being edited with what can be taken back, beside whoever saves it. */
export class DocumentEditor {
  readonly #keeper: Keeper;
  readonly #listeners = new Set<() => void>();
  #history: History;

  constructor(keeper: Keeper) {
    this.#keeper = keeper;
    this.#history = historyOf(keeper.kept().edited);
  }

  /** Takes what the keeper brings from elsewhere, until the function is called that it gives back. */
  watch(): () => void {
    this.#take();
    return this.#keeper.subscribe(() => this.#take());
  }

  readonly history = (): History => this.#history;

  get document(): CanvasDocument {
    return this.#history.present;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Changes the document; changes of one `subject` that follow each other are taken back as one. */
  readonly apply = (document: CanvasDocument, subject?: string): void => this.#set(record(this.#history, document, subject));

  readonly undo = (): void => this.#set(undo(this.#history));

  readonly redo = (): void => this.#set(redo(this.#history));

  /** Another draft was taken over, or a conflict resolved: that too can be taken back. */
  #take(): void {
    const { edited } = this.#keeper.kept();
    if (edited === this.#history.present) return;
    this.#history = record(this.#history, edited);
    this.#tell();
  }

  #set(history: History): void {
    if (history.present === this.#history.present) return;
    this.#history = history;
    this.#keeper.change(history.present);
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
