export { type WorkDependencies, workRoutes } from './routes.ts';
