/** Remembers what `make` makes for a pair of labels: looking one up in a metric costs more than counting in it. */
export function remembered<Child>(make: (first: string, second: string) => Child): (first: string, second: string) => Child {
  const children = new Map<string, Map<string, Child>>();
  return (first, second) => {
    const row = children.get(first) ?? new Map<string, Child>();
    children.set(first, row);
    const child = row.get(second) ?? make(first, second);
    row.set(second, child);
    return child;
  };
}
