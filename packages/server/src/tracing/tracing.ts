import { createRequire } from 'node:module';
import type {
  Attributes,
  Context,
  ContextAPI,
  Span,
  SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceAPI,
  Tracer,
} from '@opentelemetry/api';

/** The API of OpenTelemetry, which hands spans to the SDK that the process was started with, or to nobody. */
export interface TracingApi {
  readonly trace: TraceAPI;
  readonly context: ContextAPI;
  readonly ROOT_CONTEXT: Context;
  readonly SpanKind: typeof SpanKind;
  readonly SpanStatusCode: typeof SpanStatusCode;
  isSpanContextValid(context: SpanContext): boolean;
}

/**
 * Loads the API.
 *
 * @returns undefined if it is not installed
 */
export function loadTracingApi(): TracingApi | undefined {
  try {
    return createRequire(import.meta.url)('@opentelemetry/api') as TracingApi;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** What a span is about. */
export interface SpanOptions {
  readonly kind: Lowercase<keyof typeof SpanKind>;
  readonly attributes?: Attributes;
}

/** A version of `traceparent` that is known, with ids that are not all zeros (W3C Trace Context §3.2.2). */
const traceParent = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Makes spans. What they say holds no code, token, name or address of anybody. */
export class Tracing {
  readonly #api: TracingApi;
  readonly #tracer: Tracer;

  constructor(api: TracingApi) {
    this.#api = api;
    this.#tracer = api.trace.getTracer('linkpin');
  }

  /** Whether work is being done for a span. */
  get isActive(): boolean {
    return this.#api.trace.getActiveSpan() !== undefined;
  }

  /** Runs work within a span, which ends with it. */
  async within<Value>(name: string, options: SpanOptions, work: (span: Span) => Promise<Value>): Promise<Value> {
    const span = this.begin(name, options);
    try {
      return await this.run(span, () => work(span));
    } catch (error) {
      this.fail(span, error instanceof Error ? error.name : 'error');
      throw error;
    } finally {
      span.end();
    }
  }

  /**
   * Begins a span.
   *
   * @param parent a `traceparent` that is to be believed; null to begin a trace; default: the span that is active
   */
  begin(name: string, { kind, attributes = {} }: SpanOptions, parent?: string | null): Span {
    const kinds = this.#api.SpanKind;
    const options = { kind: kinds[kind.toUpperCase() as keyof typeof SpanKind], attributes };
    return this.#tracer.startSpan(name, options, parent === undefined ? undefined : this.#contextOf(parent));
  }

  /** Runs work as a part of a span. */
  run<Value>(span: Span, work: () => Value): Value {
    const { context, trace } = this.#api;
    return context.with(trace.setSpan(context.active(), span), work);
  }

  /** @param type a word, not what an error says, which may name somebody */
  fail(span: Span, type: string): void {
    span.setAttribute('error.type', type).setStatus({ code: this.#api.SpanStatusCode.ERROR });
  }

  /** The `traceparent` to send along; undefined if nobody makes spans. */
  parentFor(span: Span): string | undefined {
    const { traceId, spanId, traceFlags } = span.spanContext();
    if (!this.#api.isSpanContextValid(span.spanContext())) return undefined;
    return `00-${traceId}-${spanId}-${(traceFlags & 0xff).toString(16).padStart(2, '0')}`;
  }

  #contextOf(parent: string | null): Context {
    const { ROOT_CONTEXT, trace } = this.#api;
    const [, traceId, spanId, flags] = traceParent.exec(parent ?? '') ?? [];
    if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
    return trace.setSpanContext(ROOT_CONTEXT, {
      traceId,
      spanId,
      traceFlags: Number.parseInt(flags, 16),
      isRemote: true,
    });
  }
}
