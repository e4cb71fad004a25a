import type { CodeAttempt, CodeAttempts } from '../service/ports/code-attempts.ts';
import type { FailedLookups } from '../service/ports/failed-lookups.ts';
import { catalogue } from './catalogue.ts';
import { Counts } from './counts.ts';
import type { Samples } from './samples.ts';

/** Counts codes that people enter, and reads of pins that there are not. */
export class GuessCounts {
  readonly #attempts = new Counts('outcome', ['right', 'wrong', 'refused']);
  readonly #lookups = new Counts('outcome', ['missed', 'refused']);

  /** The same attempts, counted. */
  watchAttempts(attempts: CodeAttempts): CodeAttempts {
    const counted = (attempt: CodeAttempt): CodeAttempt => ({
      nearOnly: attempt.nearOnly,
      reaches: (pin) => attempt.reaches(pin),
      release: async () => {
        await attempt.release();
        this.#attempts.add('right');
      },
      confirm: async () => {
        await attempt.confirm();
        this.#attempts.add('wrong');
      },
    });
    return {
      formatFor: (...of) => attempts.formatFor(...of),
      take: async (...of) => {
        const taken = await attempts.take(...of);
        if (taken.ok) return { ...taken, value: counted(taken.value) };
        this.#attempts.add('refused');
        return taken;
      },
    };
  }

  /** The same look-ups, counted. */
  watchLookups(lookups: FailedLookups): FailedLookups {
    const counted = (outcome: Awaited<ReturnType<FailedLookups['count']>>): typeof outcome => {
      if (!outcome.ok) this.#lookups.add('refused');
      return outcome;
    };
    return {
      count: async (from) => {
        const outcome = await lookups.count(from);
        if (outcome.ok) this.#lookups.add('missed');
        return counted(outcome);
      },
      allow: async (from) => counted(await lookups.allow(from)),
    };
  }

  samples(): readonly Samples[] {
    return [this.#attempts.samples(catalogue.codeAttempts), this.#lookups.samples(catalogue.lookups)];
  }
}
