export { addressOf } from './address-of.ts';
export { parseAllowList, type AllowRule } from './allow-list.ts';
export { createOutbound, Outbound, type HttpClient, type OutboundLimits, type OutboundOptions } from './outbound.ts';
export { OutboundRefused } from './outbound-refused.ts';
export { ResponseTooLarge } from './response-too-large.ts';
