/** What all names are called that come after the first so many. */
const OTHER = 'other';

/** Keeps a label's values bounded where users choose them: names above `most` are all called `other`. */
export function boundedNames(most: number): (name: string) => string {
  const known = new Set<string>();
  return (name) => {
    if (known.has(name)) return name;
    if (known.size >= most) return OTHER;
    known.add(name);
    return name;
  };
}
