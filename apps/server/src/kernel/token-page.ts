/** A page as the management API answers it; `show` turns a document into its public form. */
export function tokenPage<T, Shown>(
  page: { readonly items: readonly T[]; readonly next?: string },
  show: (item: T) => Shown,
): { items: Shown[]; has_more: boolean; next_page_token: string } {
  return { items: page.items.map(show), has_more: page.next !== undefined, next_page_token: page.next ?? '' };
}
