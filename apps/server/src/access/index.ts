export type { Authenticate, Credentials } from './authentication.ts';
export type { TraceRequest } from './endpoint-handler.ts';
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { type ReadinessCheck, readinessOf, seldom } from './readiness.ts';
export { defaultGatewaySettings, type GatewaySettings } from './settings.ts';
