import { isApiFailure } from '../../api/failure.ts';

/** The parts of a text by their names: the cells of a row, or one alone whose name is empty. An empty part is none. */
export type Parts = Readonly<Record<string, string>>;

/** A text as it was read. */
export interface ReadText {
  readonly parts: Parts;
  /** Absent of a new one. */
  readonly revision?: string | undefined;
}

/** Where a text is kept that others may change as well. */
export interface TextPort {
  /** Saves what was changed; refused with 409 where the text has another revision. */
  readonly write: (changes: Parts, revision: string | undefined) => Promise<unknown>;
  /** Absent of a new one. */
  readonly read?: () => Promise<ReadText>;
}

/** What two have changed at once, each otherwise. */
export interface TextConflict {
  readonly theirs: ReadText;
  readonly names: readonly string[];
}

/**
 * Saves changes of a text that was read as `base`. Where somebody else has changed it meanwhile, both changes are put together;
 * where that cannot be, nothing is saved and the conflict returned.
 */
export async function saveText(base: ReadText, changes: Parts, port: TextPort): Promise<TextConflict | undefined> {
  try {
    await port.write(changes, base.revision);
    return undefined;
  } catch (error) {
    if (!port.read || !isApiFailure(error) || error.status !== 409) throw error;
    const theirs = await port.read();
    // It was refused for another reason.
    if (theirs.revision === base.revision) throw error;
    const part = ({ parts }: ReadText, name: string): string => (parts[name] ?? '').trim();
    const names = Object.keys(changes).filter((name) => ![part(base, name), part({ parts: changes }, name)].includes(part(theirs, name)));
    return names.length > 0 ? { theirs, names } : saveText(theirs, changes, port);
  }
}
