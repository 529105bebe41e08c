export { WorkflowEditorPage } from './workflow-editor-page.tsx';
