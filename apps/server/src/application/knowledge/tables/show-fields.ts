import type { KnowledgeDocument } from '@buckle/contract';
import type { Fields } from '#data/search/port.ts';

/** Fields as the management API shows them. */
export function showFields(fields: Fields): KnowledgeDocument['fields'] {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, typeof value === 'object' ? [...value] : value]));
}
