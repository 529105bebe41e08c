/** A heading: how deep it is, and the anchor that leads to it. */
export interface Heading {
  readonly level: number;
  readonly anchor: string;
}

/** A link to another place of the repository, as it is written: a path, an anchor, or both. */
export interface Link {
  readonly path: string;
  readonly anchor: string;
}

/** The headings of a page, with their anchors as hosts of repositories make them. */
export function headingsOf(page: string): Heading[] {
  const taken = new Map<string, number>();
  return [...withoutCode(page).matchAll(/^(#{1,6}) +(.+?) *$/gm)].map(([, signs = '', text = '']) => {
    const anchor = text
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{M}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-');
    const earlier = taken.get(anchor) ?? 0;
    taken.set(anchor, earlier + 1);
    return { level: signs.length, anchor: earlier === 0 ? anchor : `${anchor}-${earlier}` };
  });
}

/** The links of a page that stay in the repository. */
export function linksOf(page: string): Link[] {
  return [...withoutCode(page).replaceAll(/`[^`\n]*`/g, '`').matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/i.test(target))
    .map((target) => {
      const [path = '', anchor = ''] = target.split('#');
      return { path, anchor: decodeURIComponent(anchor) };
    });
}

/** A page without its blocks of code, in which nothing is a heading or a link. */
function withoutCode(page: string): string {
  return page.replaceAll(/^(`{3,})[\s\S]*?^\1 *$/gm, '');
}
