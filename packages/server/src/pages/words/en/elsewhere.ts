// Pure: no I/O, no clock, no randomness. English: sign-in at a provider.

/** The words of sign-in at a provider. */
export const elsewhereWords = {
  signInWith: 'Sign in with {provider}',
  or: 'or with a password',
  again: 'Confirm that it’s you',
  againLead: 'It’s been a while. Sign in again to continue.',
  out: 'You are signed out.',
  tryAgain: 'Try again',
  withPassword: 'Sign in with a password',
  connectTitle: 'Connect {provider}?',
  connectLead: 'Whoever signs in as {person} there can then use the account {name} here.',
  connectYes: 'Yes, connect it',
  connectNo: 'No, go back',
  waysIn: 'Other ways to sign in',
  connectTo: 'Connect {provider}',
  connectedAs: '{provider}: {person}',
  disconnect: 'Disconnect',
  connected: 'Connected. You can sign in that way from now on.',
  disconnected: 'Disconnected.',
  lastWay: 'This is the only way into your account, so it stays connected.',
  noPassword: 'Your account has no password: you sign in elsewhere.',
} as const;

/** Why somebody does not come in from a provider; each is given what it, and this service, is called. */
export const arrivalWords = {
  unreachable: {
    title: 'We can’t reach your sign-in',
    text: '{provider} isn’t answering right now. Try again in a minute.',
  },
  denied: {
    title: 'You are not signed in',
    text: '{provider} didn’t sign you in. If you said no there, nothing happened here.',
  },
  invalid: {
    title: 'That sign-in didn’t work',
    text: 'What came back from {provider} can’t be used. Start again.',
  },
  stale: {
    title: 'That sign-in is over',
    text: 'It was begun in another browser or too long ago. Start again here.',
  },
  'not-fresh': {
    title: 'Please sign in again',
    text: 'For this step you have to sign in anew, but {provider} didn’t ask you to. Sign out there first, then try again.',
  },
  'email-unverified': {
    title: 'Your e-mail address isn’t confirmed',
    text: 'Only people with a confirmed address may come in. Confirm yours at {provider}.',
  },
  'other-domain': {
    title: 'You can’t come in with this account',
    text: '{service} is not open to your e-mail address at {provider}. Use another account, or ask whoever runs it.',
  },
  'no-group': {
    title: 'You can’t come in with this account',
    text: '{service} is only for some groups at {provider}, and you are in none of them.',
  },
  'groups-unknown': {
    title: 'We can’t tell your groups',
    text: '{provider} didn’t say which groups you are in, and {service} is only for some. Ask whoever runs it.',
  },
  'need-invite': {
    title: 'You need an invite',
    text: 'There is no account for you here yet. Open the invite link that you were sent, and sign in from there.',
  },
  closed: {
    title: 'No new accounts here',
    text: 'There is no account for you here, and none are made. If you have one, sign in to it and connect this one there.',
  },
  'invite-gone': {
    title: 'This invite no longer works',
    text: 'It has already been used, or it has expired. Ask for a new one.',
  },
  taken: {
    title: 'That is somebody’s already',
    text: 'Whoever you are at {provider} is connected to an account here already.',
  },
} as const;
