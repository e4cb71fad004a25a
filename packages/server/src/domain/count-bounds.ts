// Pure: no I/O, no clock, no randomness. In which range of counts a judgement of them stays the same.

/** What is counted when a pin is asked for; see `LiveCounts`. The last two are the weak codes of one length. */
export type CountName = 'network' | 'wide' | 'overall' | 'few' | 'many' | 'length' | 'length of network';

/** A count that a judgement looked at, and the range in which it says the same. */
export interface CountBound {
  readonly count: CountName;
  /** Which length, of the last two counts. */
  readonly length?: number;
  readonly of: 'codes' | 'waiting';
  /** It is this or more. */
  readonly from?: number;
  /** It is less than this. */
  readonly below?: number;
}

/** Whether a count is within a bound. */
export const isWithin = ({ from = 0, below = Infinity }: CountBound, count: number): boolean =>
  count >= from && count < below;
