export { type CreatingCall, Idempotency } from './idempotency.ts';
