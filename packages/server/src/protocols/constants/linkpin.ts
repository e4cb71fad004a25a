// Protocol constants and types. No functions.

/** Tells the pin's client why the pin is gone; plex.tv has no such signal and its clients ignore the header. */
export const outcomeHeader = 'linkpin-outcome';

/** The values of {@link outcomeHeader}. */
export type OutcomeWord = 'denied' | 'cancelled' | 'expired' | 'taken';

/** `1` on the poll of a pending pin that a person has opened. */
export const openedHeader = 'linkpin-opened';

/** `approver` on a request for a pin: the device asks for permission to approve other devices. */
export const askHeader = 'linkpin-ask';

/**
 * Accompanies `authorization_pending`: the two digits that the device shows and the person enters. Other clients ignore
 * it.
 */
export const numberMember = 'linkpin_number';

/**
 * `true` on a device authorization request: the person has no browser on the same machine. Clients that are to use the
 * browser first are given no code without it.
 */
export const noBrowserParameter = 'linkpin_no_browser';

/** In the device authorization response: the URL of an event stream that signals changes. Other clients ignore it. */
export const eventsMember = 'linkpin_events';

/** The question of `linkpin doctor`, to a service that it takes for its own. */
export const selfCheckHeader = 'linkpin-self-check';

/** On the response that creates a pin: the longest `Prefer: wait` (RFC 7240) of its polls, in seconds. */
export const waitHeader = 'linkpin-wait';

/** The longest long poll, in seconds: below the 30 of many proxies' time-outs. */
export const longestWait = 25;
