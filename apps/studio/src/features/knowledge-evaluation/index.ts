export { EvaluationPage } from './evaluation-page.tsx';
export { ResultsPage } from './results-page.tsx';
