export { type CreatingCall, Idempotency, type ReservedId } from './idempotency.ts';
