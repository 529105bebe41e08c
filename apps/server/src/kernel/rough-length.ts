/** About how many characters a value has as JSON. */
export function roughLength(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (value === null || typeof value !== 'object') return 5;
  let length = 2;
  if (Array.isArray(value)) for (const entry of value) length += roughLength(entry) + 1;
  else for (const key of Object.keys(value)) length += key.length + 4 + roughLength(Reflect.get(value, key));
  return length;
}
