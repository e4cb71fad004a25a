// Pure: no I/O, no clock, no randomness.

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
 * @param at in milliseconds since the epoch, as is `now`
 */
export function relativeTime(at: number, now: number, language = 'en'): string {
  const distance = at - now;
  const [unit, length] = steps.find(([, milliseconds]) => Math.abs(distance) >= milliseconds) ?? [];
  if (unit === undefined || length === undefined) return 'just now';
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.trunc(distance / length), unit);
}

/** Formats a delay, rounded up: "in 20 seconds", "in 3 minutes". */
export function waitTime(seconds: number, language = 'en'): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  return seconds < 60
    ? format.format(Math.max(1, Math.ceil(seconds)), 'second')
    : format.format(Math.ceil(seconds / 60), 'minute');
}

const fullDate = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
const dateAlone = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });

/** Formats date and time in UTC. */
export const exactTime = (at: number): string => `${fullDate.format(at)} UTC`;

/** Formats a time relative to now, with the date if that is a day or more away. */
export const datedTime = (at: number, now: number): string =>
  Math.abs(at - now) < 86_400_000 ? relativeTime(at, now) : `${relativeTime(at, now)} (${dateAlone.format(at)})`;
