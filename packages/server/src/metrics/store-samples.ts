import type { StoreMetrics } from '../service/ports/store-metrics.ts';
import { catalogue } from './catalogue.ts';
import { bucketsOf, samplesOf, type Samples } from './samples.ts';

/** What a store measures of itself, as metrics. */
export function storeSamples(metrics: StoreMetrics): readonly Samples[] {
  const { waitingWrites, commits, statements, connections, looks, bell } = metrics;
  return [
    samplesOf(catalogue.waitingWrites, [[{}, waitingWrites]]),
    ...(commits === undefined
      ? []
      : [
          bucketsOf(catalogue.commits, [
            [{ synced: 'true' }, commits.synced],
            [{ synced: 'false' }, commits.unsynced],
          ]),
        ]),
    ...(statements === undefined ? [] : [bucketsOf(catalogue.statements, [[{}, statements]])]),
    ...(connections === undefined
      ? []
      : [
          samplesOf(catalogue.connections, [[{}, connections.open]]),
          samplesOf(catalogue.waitingForConnection, [[{}, connections.waiting]]),
        ]),
    ...(looks === undefined
      ? []
      : [
          bucketsOf(catalogue.looks, [[{}, looks.answered]]),
          samplesOf(catalogue.failedLooks, [[{}, looks.failed]]),
          samplesOf(catalogue.lookAge, [[{}, looks.ageSeconds]]),
        ]),
    ...(bell === undefined
      ? []
      : [
          samplesOf(catalogue.bell, [
            [{ direction: 'rung' }, bell.rung],
            [{ direction: 'heard' }, bell.heard],
          ]),
        ]),
  ];
}
