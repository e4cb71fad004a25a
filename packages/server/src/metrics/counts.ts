import type { MetricDescription } from './catalogue.ts';
import { samplesOf, type Samples } from './samples.ts';

/** A counter with one label, whose values are all there from the start, so that their first increase is seen as one. */
export class Counts<Value extends string> {
  readonly #label: string;
  readonly #counts: Map<Value, number>;

  constructor(label: string, values: readonly Value[]) {
    this.#label = label;
    this.#counts = new Map(values.map((value) => [value, 0]));
  }

  /** @param value a known one; any other is not counted */
  add(value: Value, by = 1): void {
    const count = this.#counts.get(value);
    if (count !== undefined) this.#counts.set(value, count + by);
  }

  samples(metric: MetricDescription): Samples {
    return samplesOf(
      metric,
      [...this.#counts].map(([value, count]) => [{ [this.#label]: value }, count]),
    );
  }
}
