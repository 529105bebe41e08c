/** One passage, in the order of the document. */
export interface ReadPassage {
  /** What is quoted, and searched. */
  readonly content: string;
  /** What is searched of a row, where that is not all of the content. */
  readonly searched?: string;
  /** The headings that it stands under, the outermost first. */
  readonly headings: readonly string[];
  /** The page of a pdf or the slide on which it begins, from 1. */
  readonly page?: number;
  /** The sheet of a workbook. */
  readonly sheet?: string;
  /** The parent that it is a part of, by its number: see `ReadParent`. */
  readonly parent?: number;
  /** The row of a table, by the names of its columns, of each cell as much as is filtered by. Splitting by rows alone gives it. */
  readonly row?: Readonly<Record<string, string>>;
}

/** What several small passages are parts of: it is not searched, but shown in their place. */
export interface ReadParent {
  /** From 0, in the order of the document. */
  readonly index: number;
  readonly content: string;
  readonly headings: readonly string[];
  readonly page?: number;
  readonly sheet?: string;
}

/** Passages that were read, and how far the source is read. */
export interface ReadBatch {
  readonly passages: readonly ReadPassage[];
  /** The parents that passages of this batch belong to and that no earlier batch held. */
  readonly parents: readonly ReadParent[];
  /** How much of the source is read, from 0 to 1; 0 until the end where its size is not known. */
  readonly done: number;
  /** UTF-16 characters of all passages so far. */
  readonly characters: number;
}
