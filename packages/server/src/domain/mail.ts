// Pure: no I/O, no clock, no randomness. Which mails wait, and for how long they are tried.

/** What a mail is for. */
export const mailKinds = [
  /** A link to make an account; to an address. */
  'invite',
  /** A link to choose a new password. */
  'reset',
  /** A link that proves an address. */
  'confirm',
  /** A device was linked. */
  'device-linked',
  /** The password was changed. */
  'password-changed',
  /** The password was chosen anew by a link, in an account that needs a passkey after it. */
  'password-reset',
  /** The address was changed; to the one before. */
  'address-changed',
] as const;

/** See {@link mailKinds}. */
export type MailKind = (typeof mailKinds)[number];

/** How many mails wait at most. */
export const mostMails: number = 2000;

/** How many wait at most for another to be added that anybody can cause without signing in. */
const mostForAnybody = mostMails / 2;

/** Whether one more mail may wait: those that anybody can cause leave room for all others. */
export const hasRoomFor = (kind: MailKind, waiting: number): boolean =>
  waiting < (kind === 'reset' ? mostForAnybody : mostMails);

const minute = 60_000;
const hour = 60 * minute;

/** Delays between tries, in milliseconds; then the last one again. A mailbox that lists newcomers grey takes the second or third. */
const delays: readonly number[] = [minute, 5 * minute, 15 * minute, hour, 3 * hour];

/** How long a mail is tried, in milliseconds. */
const patience = 48 * hour;

/** How long to wait with a mail that was not taken, in milliseconds, by how often it was tried before. */
export const delayAfter = (tried: number): number => delays[tried] ?? 3 * hour;

/**
 * When a mail that was not taken is tried again.
 *
 * @param at when it was put into the queue, in milliseconds since the epoch
 * @param delay how long to wait, in milliseconds
 * @returns null to give it up
 */
export const nextTry = (at: number, delay: number, now: number): number | null =>
  now + delay > at + patience ? null : now + delay;
