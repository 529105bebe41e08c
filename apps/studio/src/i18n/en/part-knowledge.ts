export { knowledge } from './knowledge.ts';
export { knowledgeDocuments } from './knowledge-documents.ts';
export { knowledgeEvaluation } from './knowledge-evaluation.ts';
export { knowledgePassages } from './knowledge-passages.ts';
export { knowledgeSearch } from './knowledge-search.ts';
export { knowledgeStatistics } from './knowledge-statistics.ts';
