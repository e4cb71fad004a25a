// Pure: no I/O, no clock, no randomness.
import type { Frame } from '../frame.ts';
import { dateFormat, delayFormat, relativeFormat, timeFormat } from './formats.ts';

/** What times are written with. */
type Speaker = Pick<Frame, 'words' | 'language' | 'now'>;

const steps: readonly (readonly [unit: Intl.RelativeTimeFormatUnit, milliseconds: number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/**
 * Formats a time relative to now: "just now", "2 minutes ago", "in 5 minutes".
 *
 * @param at in milliseconds since the epoch
 */
export function relativeTime(at: number, { words, language, now }: Speaker): string {
  const distance = at - now;
  const [unit, length] = steps.find(([, milliseconds]) => Math.abs(distance) >= milliseconds) ?? [];
  if (unit === undefined || length === undefined) return words.general.justNow;
  return relativeFormat(language.locale).format(Math.trunc(distance / length), unit);
}

/** Formats a delay, rounded up: "in 20 seconds", "in 3 minutes". */
export function waitTime(seconds: number, { language }: Pick<Frame, 'language'>): string {
  const format = delayFormat(language.locale);
  return seconds < 60
    ? format.format(Math.max(1, Math.ceil(seconds)), 'second')
    : format.format(Math.ceil(seconds / 60), 'minute');
}

/** Formats date and time in UTC. */
export function exactTime(at: number, { words, language }: Speaker): string {
  return words.general.exactTime({ time: timeFormat(language.locale).format(at) });
}

/** Formats a time relative to now, with the date if that is a day or more away. */
export function datedTime(at: number, speaker: Speaker): string {
  const time = relativeTime(at, speaker);
  if (Math.abs(at - speaker.now) < 86_400_000) return time;
  return speaker.words.general.datedTime({ time, date: dateFormat(speaker.language.locale).format(at) });
}
