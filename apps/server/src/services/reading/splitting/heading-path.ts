/** The headings that a place in a document stands under. */
export class HeadingPath {
  #headings: { readonly level: number; readonly text: string; isShown: boolean }[] = [];

  /** The texts, the outermost first. Whoever shows them calls `shown`. */
  get texts(): readonly string[] {
    return this.#headings.map(({ text }) => text);
  }

  /** They stand with a passage, so none of them is lost. */
  shown(): void {
    for (const heading of this.#headings) heading.isShown = true;
  }

  /** The innermost heading where nothing stood under it: it is taken off, to be shown as a text of its own. */
  takeUnshown(): string | undefined {
    if (this.#headings.at(-1)?.isShown !== false) return undefined;
    return this.#headings.pop()?.text;
  }

  /** Whether a heading of this level ends the section of the innermost one. */
  endsSection(level: number): boolean {
    return (this.#headings.at(-1)?.level ?? -1) >= level;
  }

  /** What follows stands under no heading of this level. */
  leave(level: number): void {
    while (this.endsSection(level)) this.#headings.pop();
  }

  enter(level: number, text: string): void {
    this.leave(level);
    this.#headings.push({ level, text, isShown: false });
  }
}
