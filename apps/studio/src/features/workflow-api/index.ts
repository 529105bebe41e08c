export { WorkflowApiPage } from './workflow-api-page.tsx';
