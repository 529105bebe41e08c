export { CreateWorkspaceDialogue } from './create-workspace-dialogue.tsx';
export { OverviewPage } from './overview-page.tsx';
