/** What a schema says of a value, as the second half of a sentence about it. */
export function issueClause(message: string): string {
  const clause = message.replace(/\.$/, '');
  if (/^(is|must|has)\b/.test(clause)) return clause;
  if (clause.endsWith('received undefined')) return 'is missing';
  return `is not as it should be: ${clause.charAt(0).toLowerCase()}${clause.slice(1)}`;
}
