// Protocol words and shapes. No functions.

/** Tells the rightful holder why a pin is gone; plex.tv has no word for it and its clients ignore the header. */
export const outcomeHeader = 'linkpin-outcome';

/** What {@link outcomeHeader} can say. */
export type OutcomeWord = 'denied' | 'cancelled' | 'expired' | 'taken';

/** `1` on the poll of a pending pin that a person has opened. */
export const openedHeader = 'linkpin-opened';

/** `approver` on a request for a pin: the device would like to approve other devices. */
export const askHeader = 'linkpin-ask';

/** Beside `authorization_pending`: the two digits that the device shows and the person types. Other clients ignore it. */
export const numberMember = 'linkpin_number';
/** In the answer with a device code: the address of a stream that says when there is news. Other clients ignore it. */
export const eventsMember = 'linkpin_events';

/** On the answer that makes a pin: so many seconds a poll of it may wait, for whoever asks with `Prefer: wait` (RFC 7240). */
export const waitHeader = 'linkpin-wait';

/** The longest wait, in seconds: below the 30 after which many proxies give up. */
export const longestWait = 25;
