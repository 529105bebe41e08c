export { InstanceAuditPage } from './instance-audit-page.tsx';
export { WorkspaceAuditPage } from './workspace-audit-page.tsx';
