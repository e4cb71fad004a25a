import type { Durations } from '../domain/durations.ts';
import type { Merging, MetricDescription } from './catalogue.ts';

/** Values of labels, by name. */
export type Labels = Readonly<Record<string, string>>;

/** One value of a metric. */
export interface Sample {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  /** The name of the series, when it is not the metric's: `…_bucket`, `…_sum`, `…_count`. */
  readonly metricName?: string;
}

/** A metric with its values, as plain data that can be sent to another thread; the library merges and prints these. */
export interface Samples extends Pick<MetricDescription, 'name' | 'type' | 'help'> {
  readonly aggregator: Merging;
  readonly values: readonly Sample[];
}

/** A metric with single values. */
export const samplesOf = (
  { name, type, help, merging = 'sum' }: MetricDescription,
  values: readonly (readonly [labels: Labels, value: number])[],
): Samples => ({ name, type, help, aggregator: merging, values: values.map(([labels, value]) => ({ labels, value })) });

/** A metric with buckets. */
export const bucketsOf = (
  { name, type, help, merging = 'sum' }: MetricDescription,
  all: readonly (readonly [labels: Labels, durations: Durations])[],
): Samples => ({ name, type, help, aggregator: merging, values: all.flatMap((one) => cumulative(name, ...one)) });

function cumulative(name: string, labels: Labels, { bounds, counts, sum }: Durations): readonly Sample[] {
  let count = 0;
  const buckets = counts.map((more, index) => {
    count += more;
    return { metricName: `${name}_bucket`, labels: { ...labels, le: bounds[index] ?? '+Inf' }, value: count };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
