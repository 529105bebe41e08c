/** What a caller has attached to a document. */
export type MetaData = Readonly<Record<string, string>>;

/** Metadata as a document keeps it: not at all where there is none, since most have none and every sealed field costs. */
export function metaDataField(metaData: MetaData = {}): { readonly metaData?: MetaData } {
  return Object.keys(metaData).length === 0 ? {} : { metaData };
}
