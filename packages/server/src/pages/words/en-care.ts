// Pure: no I/O, no clock, no randomness. What the pages say when somebody may be lured.

/** The words of the number to match. */
export const numberWords = {
  label: 'Type the number that your device shows',
  hint: 'It shows two digits a few seconds after this page opens. If you cannot see it, say no.',
  twoDigits: 'Two digits',
  missing: 'Type the two digits that your device shows now.',
  wrong: 'That is not the number that your device shows. You have one more try.',
  moved: 'You opened this code again, here or somewhere else, so your device shows another number now. Type that one.',
} as const;

/** The words of what a person wants nothing to do with. */
export const blockWords = {
  notMe: 'This was not me',
  notMeAnswer: 'This was not me: say no, and block it',
  ask: 'You never asked for this? Then we unlink what it has of your account and block it for 30 days.',
  blocked: 'It is blocked for 30 days, and nothing of it is linked to your account.',
  notBlocked: 'It could not be blocked this time. Nothing of it is linked to your account.',
  see: 'See what is blocked',
  title: 'Blocked',
  text: 'Nothing that asks from here can be linked to your account, whoever types its code.',
  since: (time: string, days: number): string => `Blocked ${time}, for ${days} more ${days === 1 ? 'day' : 'days'}`,
  unblock: 'Unblock',
  device: 'Unlinks it. Whoever asked for it is blocked for 30 days.',
  deviceYes: 'Yes, unlink and block it',
} as const;
