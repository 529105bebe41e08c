export { AppsPage } from './apps-page.tsx';
export { AuthorizationsPage } from './authorizations-page.tsx';
export { ConsentPage } from './consent-page.tsx';
export { DevicePage } from './device-page.tsx';
