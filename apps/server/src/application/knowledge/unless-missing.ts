import { DocumentMissing } from '#data/documents/port.ts';

/** A change of a document that may be deleted by now. */
export async function unlessMissing(change: Promise<unknown>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (!(error instanceof DocumentMissing)) throw error;
  }
}
