import { Durations } from '../domain/durations.ts';
import type { MetricDescription } from './catalogue.ts';
import { bucketsOf, type Samples } from './samples.ts';

/** Durations with one label, whose values are all there from the start. */
export class DurationsBy<Value extends string> {
  readonly #label: string;
  readonly #durations: Map<Value, Durations>;

  constructor(label: string, values: readonly Value[], bounds: readonly number[]) {
    this.#label = label;
    this.#durations = new Map(values.map((value) => [value, new Durations(bounds)]));
  }

  /** @param value a known one; any other is not counted */
  add(value: Value, seconds: number): void {
    this.#durations.get(value)?.add(seconds);
  }

  samples(metric: MetricDescription): Samples {
    return bucketsOf(
      metric,
      [...this.#durations].map(([value, durations]) => [{ [this.#label]: value }, durations]),
    );
  }
}
