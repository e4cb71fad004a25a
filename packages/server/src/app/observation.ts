// What is measured and traced of a service: it stands between the parts, so that none of them knows of it.
import type { Settings } from '../config/settings.ts';
import type { HoldPorts } from '../http/long-poll/hold.ts';
import { createPeerCheck } from '../http/server/client-address.ts';
import type { ServiceContext } from '../http/server/context.ts';
import { measureRequests } from '../http/server/measured-requests.ts';
import { bothObservers, type RequestObserver } from '../http/server/request-observer.ts';
import { traceRequests } from '../http/server/traced-requests.ts';
import type { Send } from '../mail/smtp.ts';
import { catalogue } from '../metrics/catalogue.ts';
import { Metrics } from '../metrics/metrics.ts';
import { samplesOf } from '../metrics/samples.ts';
import { storeSamples } from '../metrics/store-samples.ts';
import type { SafeFetch } from '../safe-fetch/safe-fetch.ts';
import type { CodeAttempts } from '../service/ports/code-attempts.ts';
import type { FailedLookups } from '../service/ports/failed-lookups.ts';
import type { Store } from '../service/ports/store.ts';
import { traceOutbound } from '../tracing/trace-outbound.ts';
import { traceStore } from '../tracing/trace-store.ts';
import { loadTracingApi, Tracing } from '../tracing/tracing.ts';
import { SettingsError } from './check-settings.ts';
import type { WorkerGroup } from './worker-group.ts';

/** Observes a service. Each method returns the part that it is given, or one that does the same and is seen doing it. */
export interface Observation {
  /** Undefined when nothing is measured. */
  readonly metrics: Metrics | undefined;
  /** Undefined when nobody observes requests. */
  readonly observer: RequestObserver | undefined;
  /** Is told of waits that ended. */
  readonly ended: NonNullable<HoldPorts['ended']>;
  store<Kept extends Store>(store: Kept): Kept;
  codeAttempts(attempts: CodeAttempts): CodeAttempts;
  failedLookups(lookups: FailedLookups): FailedLookups;
  outbound(outbound: SafeFetch): SafeFetch;
  mail(send: Send): Send;
  close(): void;
}

function tracingOf({ traces }: Settings): Tracing | undefined {
  if (!traces) return undefined;
  const api = loadTracingApi();
  if (api !== undefined) return new Tracing(api);
  const reason = 'traces needs the package @opentelemetry/api. Install it: npm install @opentelemetry/api@1';
  throw new SettingsError([{ setting: 'traces', reason }]);
}

function metricsOf({ metricsPort }: Settings): Metrics | undefined {
  if (metricsPort === undefined) return undefined;
  try {
    import.meta.resolve('@prometheus-io/client');
  } catch {
    const reason =
      'metricsPort needs the package @prometheus-io/client. Install it: npm install @prometheus-io/client@0.16';
    throw new SettingsError([{ setting: 'metricsPort', reason }]);
  }
  return new Metrics();
}

/**
 * Creates what observes a service, as the settings say.
 *
 * @throws {SettingsError} if a package is missing that they need
 */
export function createObservation(settings: Settings): Observation {
  const tracing = tracingOf(settings);
  const metrics = metricsOf(settings);
  const traced = tracing && traceRequests(tracing, createPeerCheck(settings.trustedProxies));
  const measured = metrics && measureRequests(metrics.requests);
  return {
    metrics,
    observer: traced && measured ? bothObservers(traced, measured) : (traced ?? measured),
    ended: (end, seconds) => metrics?.holds.add(end, seconds),
    store(store) {
      const counted = metrics === undefined ? store : metrics.events.watch(store);
      return tracing === undefined ? counted : traceStore(counted, tracing);
    },
    codeAttempts: (attempts) => metrics?.guesses.watchAttempts(attempts) ?? attempts,
    failedLookups: (lookups) => metrics?.guesses.watchLookups(lookups) ?? lookups,
    outbound(outbound) {
      const timed = metrics === undefined ? outbound : timeWebhooks(outbound, metrics);
      return tracing === undefined ? timed : traceOutbound(timed, tracing);
    },
    mail(send) {
      const timed = metrics === undefined ? send : timeMails(send, metrics);
      return tracing === undefined
        ? timed
        : (letter) =>
            tracing.within('send a mail', { kind: 'client' }, async (span) => {
              const outcome = await timed(letter);
              if (outcome.fault !== null) tracing.fail(span, outcome.fault);
              return outcome;
            });
    },
    close: () => metrics?.close(),
  };
}

const secondsSince = (began: number): number => (performance.now() - began) / 1000;

const timeWebhooks = (outbound: SafeFetch, { webhooks }: Metrics): SafeFetch => ({
  ...outbound,
  async post(message) {
    const began = performance.now();
    try {
      const status = await outbound.post(message);
      webhooks.add(status >= 200 && status < 300 ? 'taken' : 'refused', secondsSince(began));
      return status;
    } catch (error) {
      webhooks.add('failed', secondsSince(began));
      throw error;
    }
  },
});

const timeMails =
  (send: Send, { mails }: Metrics): Send =>
  async (letter) => {
    const began = performance.now();
    const outcome = await send(letter);
    mails.add(
      outcome.fault === null ? 'sent' : outcome.fault === 'server' ? 'failed' : outcome.fault,
      secondsSince(began),
    );
    return outcome;
  };

/** What the parts of a running service count by themselves. */
export type CountingParts = Pick<ServiceContext, 'settings' | 'store' | 'polls' | 'longPolls' | 'capacity' | 'ports'>;

/** Adds what the parts of a running service count, and joins the other threads of its worker group. */
export function collectMetrics(
  metrics: Metrics,
  { settings, store, polls, longPolls, capacity, ports }: CountingParts,
  workerGroup: (WorkerGroup & { readonly isLeader: boolean }) | undefined,
): void {
  const { counts } = polls;
  metrics.add(() => [
    samplesOf(
      catalogue.polls,
      (['plex', 'oauth'] as const).flatMap((protocol) =>
        (['at_once', 'read'] as const).map((answered) => [{ protocol, answered }, counts[protocol][answered]] as const),
      ),
    ),
    samplesOf(catalogue.held, [[{}, longPolls.size]]),
    samplesOf(catalogue.inFlight, [[{}, capacity.inFlight]]),
  ]);
  if (store.metrics !== undefined) metrics.add(() => storeSamples(store.metrics?.() ?? { waitingWrites: 0 }));
  if (workerGroup !== undefined) {
    metrics.join(workerGroup.name, workerGroup.isLeader ? settings.workers - 1 : undefined);
    if (!workerGroup.isLeader) return;
  }
  metrics.add(async () => {
    const pending = await store.statistics.waiting(ports.clock.now());
    return [samplesOf(catalogue.pins, [[{ state: 'pending' }, pending]])];
  });
  if (settings.webhookUrl !== undefined) {
    metrics.add(() => [metrics.webhooks.samples(catalogue.webhooks)]);
    metrics.add(async () => [samplesOf(catalogue.waitingWebhooks, [[{}, (await store.outbox.status()).waiting]])]);
  }
  if (settings.mailServer !== undefined) {
    metrics.add(() => [metrics.mails.samples(catalogue.mails)]);
    metrics.add(async () => [samplesOf(catalogue.waitingMails, [[{}, (await store.mailQueue.status()).waiting]])]);
  }
}
