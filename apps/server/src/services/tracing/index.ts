export { SpanExporter } from './span-exporter.ts';
export { parseTraceparent } from './trace-context.ts';
export { errorAttributes, type SpanAttributes, Tracer } from './tracer.ts';
