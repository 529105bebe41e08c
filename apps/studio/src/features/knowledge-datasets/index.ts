export { DatasetsPage } from './datasets-page.tsx';
