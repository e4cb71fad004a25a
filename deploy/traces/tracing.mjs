// Sends the spans of linkpin to a collector, by OTLP over HTTP. Start it with:
//   npm install @opentelemetry/sdk-trace-node@2 @opentelemetry/exporter-trace-otlp-http @opentelemetry/resources@2
//   NODE_OPTIONS=--import=/etc/linkpin/tracing.mjs OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318 linkpin serve --traces
// Node.js loads it in each worker, so each sends its own.
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

const provider = new NodeTracerProvider({
  resource: resourceFromAttributes({ 'service.name': process.env.OTEL_SERVICE_NAME ?? 'linkpin' }),
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
});
provider.register();
