import type { Samples } from './samples.ts';

/** Metrics in the text format of Prometheus. */
export interface PrintedMetrics {
  readonly contentType: string;
  readonly text: string;
}

/** Merges what several threads say, and prints it. The library is loaded by the first call. */
export async function printMetrics(snapshots: readonly (readonly Samples[])[]): Promise<PrintedMetrics> {
  const { Registry } = (await import('@prometheus-io/client')).default;
  const registry = Registry.aggregate(snapshots as Samples[][]);
  return { contentType: registry.contentType, text: await registry.metrics() };
}
