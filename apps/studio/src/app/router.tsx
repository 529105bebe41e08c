import { createBrowserRouter } from 'react-router';
import { withWords } from '../i18n/index.ts';
import { Broken } from './broken.tsx';
import { Home } from './home.tsx';
import { NotFound } from './not-found.tsx';
import { Starting } from './starting.tsx';

const entrance = () => import('../features/entrance/index.ts');
const account = () => withWords('administration', import('../features/account/index.ts'));
const workspaces = () => withWords('administration', import('../features/workspaces/index.ts'));
const bots = () => import('../features/bots/index.ts');
const botVersions = () => import('../features/bot-versions/index.ts');
const botApi = () => import('../features/bot-api/index.ts');
const botEditor = () => import('../features/bot-editor/index.ts');
const workflows = () => withWords('workflows', import('../features/workflows/index.ts'));
const workflowRuns = () => withWords('workflows', import('../features/workflow-runs/index.ts'));
const workflowTriggers = () => withWords('workflows', import('../features/workflow-triggers/index.ts'));
const workflowVersions = () => withWords('workflows', import('../features/workflow-versions/index.ts'));
const workflowApi = () => withWords('workflows', import('../features/workflow-api/index.ts'));
const workflowEditor = () => withWords('workflows', import('../features/workflow-editor/index.ts'));
const datasets = () => withWords('knowledge', import('../features/knowledge-datasets/index.ts'));
const documents = () => withWords('knowledge', import('../features/knowledge-documents/index.ts'));
const passages = () => withWords('knowledge', import('../features/knowledge-passages/index.ts'));
const knowledgeSearch = () => withWords('knowledge', import('../features/knowledge-search/index.ts'));
const knowledgeEvaluation = () => withWords('knowledge', import('../features/knowledge-evaluation/index.ts'));
const knowledgeStatistics = () => withWords('knowledge', import('../features/knowledge-statistics/index.ts'));
const members = () => withWords('administration', import('../features/members/index.ts'));
const tokens = () => withWords('administration', import('../features/tokens/index.ts'));
const oauth = () => withWords('administration', import('../features/oauth/index.ts'));
const audit = () => withWords('administration', import('../features/audit/index.ts'));
const conversations = () => withWords('administration', import('../features/conversations/index.ts'));
const models = () => withWords('administration', import('../features/models/index.ts'));
const usage = () => withWords('administration', import('../features/usage/index.ts'));
const sharing = () => withWords('administration', import('../features/sharing/index.ts'));
const sharedBot = () => import('../features/shared-bot/index.ts');
const users = () => withWords('administration', import('../features/users/index.ts'));

/**
 * Every page of the studio. The code of a feature is loaded with its first page. The server knows the
 * beginnings of these paths (`apps/server/src/access/pages/studio.ts`).
 */
export const router = createBrowserRouter([
  {
    ErrorBoundary: Broken,
    HydrateFallback: Starting,
    children: [
      { path: 'setup', lazy: async () => ({ Component: (await entrance()).SetUpPage }) },
      { path: 'sign-in', lazy: async () => ({ Component: (await entrance()).SignInPage }) },
      { path: 'register', lazy: async () => ({ Component: (await entrance()).RegisterPage }) },
      { path: 's/:slug', lazy: async () => ({ Component: (await sharedBot()).SharedBotPage }) },
      { path: 'reset-password', lazy: async () => ({ Component: (await entrance()).ResetPasswordPage }) },
      { path: 'oauth/consent', lazy: async () => ({ Component: (await oauth()).ConsentPage }) },
      { path: 'device', lazy: async () => ({ Component: (await oauth()).DevicePage }) },
      {
        lazy: async () => ({ Component: (await import('./shell.tsx')).Shell }),
        children: [
          {
            // Inside the shell, so that one can go on from there.
            ErrorBoundary: Broken,
            children: [
              { index: true, Component: Home },
              { path: 'w/:workspaceId', lazy: async () => ({ Component: (await workspaces()).OverviewPage }) },
              { path: 'w/:workspaceId/bots', lazy: async () => ({ Component: (await bots()).BotsPage }) },
              { path: 'w/:workspaceId/bots/:botId', lazy: async () => ({ Component: (await botEditor()).BotEditorPage }) },
              { path: 'w/:workspaceId/bots/:botId/versions', lazy: async () => ({ Component: (await botVersions()).VersionsPage }) },
              { path: 'w/:workspaceId/bots/:botId/share', lazy: async () => ({ Component: (await sharing()).SharingPage }) },
              { path: 'w/:workspaceId/bots/:botId/api', lazy: async () => ({ Component: (await botApi()).BotApiPage }) },
              { path: 'w/:workspaceId/workflows', lazy: async () => ({ Component: (await workflows()).WorkflowsPage }) },
              { path: 'w/:workspaceId/workflows/:workflowId/runs', lazy: async () => ({ Component: (await workflowRuns()).RunsPage }) },
              { path: 'w/:workspaceId/workflows/:workflowId/runs/:runId', lazy: async () => ({ Component: (await workflowRuns()).RunPage }) },
              { path: 'w/:workspaceId/workflows/:workflowId/triggers', lazy: async () => ({ Component: (await workflowTriggers()).TriggersPage }) },
              { path: 'w/:workspaceId/workflows/:workflowId/versions', lazy: async () => ({ Component: (await workflowVersions()).VersionsPage }) },
              { path: 'w/:workspaceId/workflows/:workflowId/api', lazy: async () => ({ Component: (await workflowApi()).WorkflowApiPage }) },
              { path: 'w/:workspaceId/workflows/:workflowId', lazy: async () => ({ Component: (await workflowEditor()).WorkflowEditorPage }) },
              { path: 'w/:workspaceId/knowledge', lazy: async () => ({ Component: (await datasets()).DatasetsPage }) },
              { path: 'w/:workspaceId/knowledge/:datasetId', lazy: async () => ({ Component: (await documents()).DocumentsPage }) },
              { path: 'w/:workspaceId/knowledge/:datasetId/documents/:documentId', lazy: async () => ({ Component: (await passages()).PassagesPage }) },
              { path: 'w/:workspaceId/knowledge/:datasetId/search', lazy: async () => ({ Component: (await knowledgeSearch()).SearchPage }) },
              { path: 'w/:workspaceId/knowledge/:datasetId/evaluation', lazy: async () => ({ Component: (await knowledgeEvaluation()).EvaluationPage }) },
              { path: 'w/:workspaceId/knowledge/:datasetId/evaluation/:evaluationId', lazy: async () => ({ Component: (await knowledgeEvaluation()).ResultsPage }) },
              { path: 'w/:workspaceId/knowledge/:datasetId/statistics', lazy: async () => ({ Component: (await knowledgeStatistics()).StatisticsPage }) },
              { path: 'w/:workspaceId/members', lazy: async () => ({ Component: (await members()).MembersPage }) },
              { path: 'w/:workspaceId/oauth-apps', lazy: async () => ({ Component: (await oauth()).AppsPage }) },
              { path: 'w/:workspaceId/conversations/:conversationId?', lazy: async () => ({ Component: (await conversations()).ConversationsPage }) },
              { path: 'w/:workspaceId/models', lazy: async () => ({ Component: (await models()).WorkspaceModelsPage }) },
              { path: 'w/:workspaceId/usage', lazy: async () => ({ Component: (await usage()).UsagePage }) },
              { path: 'w/:workspaceId/audit', lazy: async () => ({ Component: (await audit()).WorkspaceAuditPage }) },
              { path: 'account', lazy: async () => ({ Component: (await account()).AccountPage }) },
              { path: 'account/tokens', lazy: async () => ({ Component: (await tokens()).TokensPage }) },
              { path: 'account/apps', lazy: async () => ({ Component: (await oauth()).AuthorizationsPage }) },
              { path: 'instance/users', lazy: async () => ({ Component: (await users()).UsersPage }) },
              { path: 'instance/models', lazy: async () => ({ Component: (await models()).InstanceModelsPage }) },
              { path: 'instance/audit', lazy: async () => ({ Component: (await audit()).InstanceAuditPage }) },
              { path: '*', Component: NotFound },
            ],
          },
        ],
      },
    ],
  },
]);
