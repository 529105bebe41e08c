/** Where the bytes of a stored file are had, as the session may read them. */
export function contentOf(fileId: string): string {
  return `/api/files/${encodeURIComponent(fileId)}/content`;
}
