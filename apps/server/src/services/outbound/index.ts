export { parseAllowList, parseAllowRule, type AllowRule } from './allow-list.ts';
export { addressKind, type AddressKind } from './address-kind.ts';
export type { Resolve } from './guard.ts';
export { createOutbound, DEFAULT_OUTBOUND_LIMITS, Outbound, type HttpClient, type OutboundLimits, type OutboundOptions } from './outbound.ts';
export { OutboundRefused } from './outbound-refused.ts';
export { ResponseTooLarge } from './response-too-large.ts';
