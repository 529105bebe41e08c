export { knowledge } from './knowledge.ts';
export { knowledgeDocuments } from './knowledge-documents.ts';
export { knowledgePassages } from './knowledge-passages.ts';
export { knowledgeSearch } from './knowledge-search.ts';
