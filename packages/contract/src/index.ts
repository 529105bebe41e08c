export { endpoint } from './define.ts';
export type { AnswerPlace, Authentication, Endpoint } from './endpoint.ts';
export { permissions, type Permission } from './permissions.ts';
