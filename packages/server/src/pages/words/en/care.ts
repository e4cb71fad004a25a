// Pure: no I/O, no clock, no randomness. English: the protections against phishing.

/** Number matching. */
export const numberWords = {
  label: 'Enter the number shown on your device',
  hint: 'It shows two digits a few seconds after this page opens. If you can’t see it, say no.',
  missing: 'Enter the two digits your device is showing now.',
  wrong: 'That isn’t the number your device is showing. You have one more try.',
  moved:
    'You opened this code again, here or somewhere else, so your device now shows a different number. Enter that one.',
} as const;

/** Blocking. */
export const blockWords = {
  notMe: 'I didn’t ask for this',
  notMeAnswer: 'I didn’t ask for this. Block it',
  ask: 'Didn’t ask for this? We’ll unlink it from your account and block it for 30 days.',
  blocked: 'Blocked for 30 days. It has no access to your account.',
  notBlocked: 'We couldn’t block it this time. It has no access to your account.',
  see: 'See what is blocked',
  title: 'Blocked',
  text: 'These devices can’t be linked to your account.',
  since: {
    one: 'Blocked {time}, for {count} more day',
    other: 'Blocked {time}, for {count} more days',
  },
  unblock: 'Unblock',
  device: 'Unlinks it and blocks it for 30 days.',
  deviceYes: 'Yes, unlink and block it',
} as const;
