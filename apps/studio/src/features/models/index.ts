export { InstanceModelsPage, WorkspaceModelsPage } from './models-pages.tsx';
