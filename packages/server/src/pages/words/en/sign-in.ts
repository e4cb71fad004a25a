// Pure: no I/O, no clock, no randomness. English: sign-in, sign-up and set-up.

/** The pages of sign-in, sign-up, reset and set-up. */
export const signInWords = {
  signIn: 'Sign in',
  signInLead: 'to {service}',
  toLink: 'Sign in to see which device is asking.',
  again: 'Confirm it’s you',
  againLead: 'It’s been a while. Sign in again to continue.',
  name: 'Username or e-mail',
  password: 'Password',
  wrong: 'Wrong name or password.',
  wait: 'Too many tries. Try again {time}.',
  busy: 'Too many people are signing in right now. Try again in a few seconds.',
  signUp: 'Create account',
  signUpLead: 'You’ve been invited. Choose a username and a password.',
  signUpOpenLead: 'Choose a username and a password.',
  noAccount: 'No account yet?',
  askInvite: 'Ask whoever runs {service} for an invite.',
  haveAccount: 'Have an account?',
  noAccountsYet:
    'There is no account here yet. Open the set-up link shown in the terminal where the service is running.',
  username: 'Username',
  usernameHint: '2 to 40 letters, digits, dots, dashes or underscores',
  email: 'E-mail (optional)',
  newPassword: 'Password',
  passwordHint: 'At least 8 characters; a short sentence is good',
  inviteGone: 'This invite no longer works',
  inviteGoneText: 'It has already been used, or it has expired. Ask for a new one.',
  closed: 'No new accounts here',
  closedText: 'Ask whoever runs this service to make an account for you.',
  forgot: 'Forgot it? Ask whoever runs {service}.',
  resetDone: 'Password changed. Sign in with the new one.',
  deleted: 'Your account is deleted.',
  needInvite: 'You need an invite',
  needInviteText: 'New accounts here are made with an invite link. Ask whoever runs this service for an invite.',
  reset: 'Choose a new password',
  resetLead: 'for {name}. You’ll be signed out in all browsers.',
  resetGo: 'Change password',
  resetGone: 'This link no longer works',
  resetGoneText: 'It has already been used, or it has expired. Ask whoever runs this service for a new one.',
  setUp: 'Welcome',
  setUpLead: 'Create the first account. It manages this service and can invite others.',
  setUpGo: 'Create account',
  setUpOver: 'This set-up link no longer works',
  setUpOverText:
    'There is already an account, or the link has expired. Restart the service for a new link, or sign in.',
} as const;

/** What is wrong with a field. */
export const fieldWords = {
  'bad-username': 'Use 2 to 40 letters, digits, dots, dashes or underscores, and start with a letter or digit.',
  'username-taken': 'That username is taken. Choose another.',
  'bad-email': 'That doesn’t look like an e-mail address.',
  'email-taken': 'That e-mail address is already in use.',
  'short-password': 'Use at least 8 characters.',
  'long-password': 'That is too long. Use at most 1024 bytes.',
  'wrong-password': 'Wrong password.',
} as const;

/** The button that shows a password: its text, and what those hear who do not see where it stands. */
export const peekWords = {
  show: 'Show',
  showPassword: 'Show password',
  hide: 'Hide',
  hidePassword: 'Hide password',
} as const;

/** How somebody signed in. */
export const wayWords = {
  password: 'Signed in with a password',
  passkey: 'Signed in with a passkey',
  provider: 'Signed in with {provider}',
  proxy: 'Signed in by your organization',
  application: 'Signed in by the app that you use this in',
} as const;
