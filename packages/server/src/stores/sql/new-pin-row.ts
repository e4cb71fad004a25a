import type { IssueRules } from '../../domain/issue-limits.ts';
import type { CountedPin } from '../../domain/live-counts.ts';
import type { PinRow } from './schema.ts';

/** What a new pin needs to be kept. */
export interface NewPin {
  readonly row: PinRow;
  /** Every hash that a pin with the same code may be kept under, as a JSON list. */
  readonly lookups: string;
  readonly now: number;
  readonly counted: CountedPin;
  readonly expiresAt: number;
  readonly rules: IssueRules | undefined;
}
