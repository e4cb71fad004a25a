import { loadTracingApi } from './tracing.ts';

/** Names the trace that a line of a log belongs to. */
export interface TraceFields {
  readonly traceId?: string;
  readonly spanId?: string;
}

/**
 * Creates a function that names the trace that work is being done for: the `mixin` of a pino log.
 *
 * @returns a function that returns no field while there is no trace, or the API of OpenTelemetry is not installed
 */
export function createTraceFields(): () => TraceFields {
  const api = loadTracingApi();
  return () => {
    const context = api?.trace.getActiveSpan()?.spanContext();
    if (api === undefined || context === undefined || !api.isSpanContextValid(context)) return {};
    return { traceId: context.traceId, spanId: context.spanId };
  };
}
