/** The numbers of passages that an answer names, like `[1]` or `[1, 3]`, each once and in their order. */
export function citedNumbers(text: string): readonly number[] {
  const named = text.matchAll(/\[(\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)\]/g);
  const numbers = [...named].flatMap(([, list = '']) => list.split(/[,，、]/).map(Number));
  return [...new Set(numbers)].toSorted((one, other) => one - other);
}
