// Times of a recording, moved so that it begins at midnight of its day.

/** When a recording began. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly start: number;
}

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** The day on which the recording began, `YYYY-MM-DD` in UTC. */
export const dayOf = ({ start }: Clock): string => new Date(start).toISOString().slice(0, 10);

/** What becomes of times that have nothing to do with the sign-in, such as when an account was made. */
const longAgo = Date.UTC(2020, 0, 1);

/** Times from an hour before the recording until a year after it are told as what they are from its start. */
function moved(time: number, clock: Clock): number {
  const start = Math.floor(clock.start / 1000) * 1000;
  const isNear = time >= start - hour && time <= start + 400 * day;
  return isNear ? time - start + Date.parse(dayOf(clock)) : longAgo;
}

const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/;
const spaced = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/;
const epoch = /^\d{9,11}$/;

/** The same time in a recording that begins at midnight, in the same form; undefined for text that is no time. */
export function movedText(text: string, clock: Clock): string | undefined {
  const [, date, ofDay] = spaced.exec(text) ?? [];
  if (date !== undefined) {
    const time = Date.parse(`${date}T${ofDay}Z`);
    return Number.isNaN(time)
      ? undefined
      : `${new Date(moved(time, clock)).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  }
  if (epoch.test(text)) return String(movedEpoch(Number(text), clock));
  const [, fraction, zone] = iso.exec(text) ?? [];
  const time = Date.parse(text);
  if (zone === undefined || Number.isNaN(time)) return undefined;
  const [whole = ''] = new Date(moved(time, clock)).toISOString().split('.');
  const places = fraction === undefined ? '' : `.${'0'.repeat(fraction.length - 1)}`;
  return `${whole}${places}${zone === 'Z' ? 'Z' : zone.includes(':') ? '+00:00' : '+0000'}`;
}

/** The same for seconds since the epoch. */
export const movedEpoch = (seconds: number, clock: Clock): number => Math.floor(moved(seconds * 1000, clock) / 1000);
