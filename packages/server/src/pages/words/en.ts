// Pure: no I/O, no clock, no randomness. The texts of the pages.
import type { DeviceKind } from '../device-kind.ts';
import { isolate } from './isolate.ts';

const deviceWord: Readonly<Record<DeviceKind, string>> = {
  tv: 'TV',
  console: 'console',
  phone: 'phone',
  tablet: 'tablet',
  computer: 'computer',
  terminal: 'terminal',
  speaker: 'speaker',
  server: 'server',
  device: 'device',
};

/** The words of the task: link a device. */
export const linkWords = {
  title: 'Link a device',
  lead: 'Enter the code shown on your TV or device.',
  field: 'Code',
  hint: 'You can ignore capitals, spaces and dashes.',
  go: 'Continue',
  letters: 'My code has letters',
  empty: 'Enter the code shown on your TV or device first.',
  notFound: 'That code is wrong or has expired. Check it, or get a new one on your TV.',
  notFoundNear:
    'That code is wrong, has expired, or belongs to a device on another network. Too many wrong codes were entered in the last day, so for now a code only works on the same network as its device. Connect to that network and get a new code on your TV.',
  wrongLength: (count: number, usual: readonly number[]): string =>
    `You entered ${count} ${count === 1 ? 'character' : 'characters'}, but codes usually have ${usual.join(' or ')}. Check it, or get a new one on your TV.`,
  used: 'That code has already been used. Get a new one on your TV.',
  wait: (time: string): string => `Too many codes. Try again ${time}.`,
  busy: 'We couldn’t check that code right now. Try again in a moment.',
} as const;

/** The words of the question. */
export const consentWords = {
  title: 'Is this your device?',
  titleApp: 'Is this your app?',
  saysItIs: 'It says it is',
  saysNothing: 'It gave no details.',
  on: 'on',
  compare: 'Your device should show this code',
  compareApp: 'If the app shows a code, it should be this one',
  warning: 'Say no if someone sent you this code or link: it could let them into your account.',
  tick: 'This is my device and it shows this code',
  tickApp: 'This is my app and I just asked it to sign in',
  tickMissing: 'Tick the box to confirm that it is yours.',
  unverified: 'Unverified: it chose this name itself, and nobody here has checked it.',
  requestedScopes: 'What it can do',
  scopesHint: 'Untick anything you don’t want to allow.',
  scopesMissing: 'Leave at least one box ticked, or say no.',
  scopesTooFar: 'This request isn’t from near you, so you can’t allow all of it. Untick something, or say no.',
  wishFor: 'Access to:',
  mayApprove: 'It can link other devices for me',
  mayApproveHint: 'Leave this off unless you know why you need it.',
  yes: 'Yes, link it',
  yesSoon: 'Take a moment to read this. Then you can say yes.',
  no: 'No, don’t link it',
  signedInAs: 'You are signed in as',
  switchAccount: 'Switch',
  where: 'Where',
  when: 'When',
  ownNetwork: (address: string): string => `Your own network (${address})`,
  localNetwork: (address: string): string => `A local network (${address})`,
  unknownPlace: 'Place unknown',
  knownTo: (service: string): string => `Known to ${isolate(service)}`,
  far: 'This request seems to come from far away.',
  farAt: (place: string): string => `This request seems to come from far away: ${isolate(place)}.`,
  unknown: 'We can’t tell where this request comes from.',
  notYours: 'If you didn’t just ask for this, say no.',
  hidden: 'This request hides where it comes from.',
  asked: (time: string): string => `Requested ${time}`,
} as const;

/** How somebody signed in. */
export const wayWords = {
  password: 'Signed in with a password',
  passkey: 'Signed in with a passkey',
  provider: (name: string): string => `Signed in with ${name}`,
  proxy: 'Signed in by your organization',
  application: 'Signed in by the app that you use this in',
} as const;

/** The words for a request that is over. */
export const overWords = {
  expired: {
    title: 'That code has expired',
    text: 'Nothing was linked. Get a new code on your TV or device and enter it here.',
  },
  approved: { title: 'Already linked', text: 'This code has already been used.' },
  redeemed: { title: 'Already linked', text: 'This code has already been used.' },
  denied: {
    title: 'Nothing was linked',
    text: 'Someone said no to this code. If that was a mistake, get a new code on the device.',
  },
  cancelled: { title: 'Nothing was linked', text: 'The device cancelled its request. Get a new code on it.' },
  gone: {
    title: 'This page has expired',
    text: 'You signed in again since, or it was open for too long. Enter the code again.',
  },
  typeIt: {
    title: 'Enter the code yourself',
    text: 'As far as we can tell, this request isn’t from near you, so a link is not enough. Look at your device and enter the code it shows.',
  },
  typeStrong: {
    title: 'Not with this link',
    text: 'As far as we can tell, the app isn’t running near you, so its link is not enough. Open the link on the device where the app is running, or get a short code in the app and enter it here.',
  },
  tooFar: {
    title: 'Too far away',
    text: 'As far as we can tell, this request isn’t from near you, so it can’t be linked from here. Take your phone to the device, or join its network, and enter the code there.',
  },
  blocked: {
    title: 'You blocked this',
    text: 'You said before that you didn’t ask for this, so nothing was linked. If that was a mistake, unblock it under Your devices.',
  },
  refusedHere: {
    title: 'This can’t be linked',
    text: 'It is blocked here for a while, because people reported that they didn’t ask for it. Nothing was linked.',
  },
  again: 'Enter a code',
  devices: 'See my devices',
} as const;

/** The words after a decision. */
export const doneWords = {
  title: (kind: DeviceKind): string =>
    kind === 'tv' || kind === 'phone' || kind === 'tablet'
      ? `Done. Look at your ${deviceWord[kind]}`
      : `Done. Go back to your ${deviceWord[kind]}`,
  titleApp: 'Done. Go back to the app',
  linked: (name: string): string => `${isolate(name)} is linked to your account.`,
  takesAMoment: 'Your device may take a few seconds.',
  name: 'Name this device',
  save: 'Save name',
  saved: 'Saved.',
  another: 'Link another device',
  devices: 'See my devices',
  close: 'You can close this window.',
  forward: (host: string): string => `Continue to ${isolate(host)}`,
  forwarding: (host: string): string => `Taking you back to ${isolate(host)} …`,
  forwardRefused: 'The app wanted to send you to an address that isn’t allowed here. Go back to the app yourself.',
  saidNo: 'You said no',
  saidNoText: 'Nothing was linked. If someone sent you that code or link, ignore them.',
  wrongNumber: 'That was not the number',
  wrongNumberText:
    'Nothing was linked, and this code no longer works. Get a new code on your device. If you couldn’t see the number on it, someone else may have sent you the code.',
} as const;

/** The words of the page that other apps open. */
export const authWords = {
  title: 'One moment …',
  lead: 'Checking what the app is asking for.',
  incomplete: 'This link is incomplete',
  incompleteText: 'Go back to the app and try again. If it shows a code, you can enter it here instead.',
  noScript: 'Nothing happening? This page needs JavaScript. If the app shows a code, you can enter it instead.',
  go: 'Continue',
  typeCode: 'Enter a code',
} as const;

/** The words between a link that an app opened and the question. */
export const continueWords = {
  title: 'Link an app or device?',
  lead: 'You followed a sign-in link. Continue to see which app or device is asking.',
  go: 'Continue',
  typeCode: 'Enter a code',
} as const;

/** The words of sign-in, sign-up and set-up. */
export const signInWords = {
  signIn: 'Sign in',
  signInLead: (name: string): string => `to ${name}`,
  toLink: 'Sign in to see which device is asking.',
  again: 'Confirm your password',
  againLead: 'It’s been a while. Enter your password to continue.',
  name: 'Username or e-mail',
  password: 'Password',
  wrong: 'Wrong name or password.',
  wait: (time: string): string => `Too many tries. Try again ${time}.`,
  busy: 'Too many people are signing in right now. Try again in a few seconds.',
  signUp: 'Create account',
  signUpLead: 'You’ve been invited. Choose a username and a password.',
  signUpOpenLead: 'Choose a username and a password.',
  noAccount: 'No account yet?',
  askInvite: (name: string): string => `Ask whoever runs ${name} for an invite.`,
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
  forgot: (name: string): string => `Forgot it? Ask whoever runs ${name}.`,
  resetDone: 'Password changed. Sign in with the new one.',
  deleted: 'Your account is deleted.',
  needInvite: 'You need an invite',
  needInviteText: 'New accounts here are made with an invite link. Ask whoever runs this service for an invite.',
  reset: 'Choose a new password',
  resetLead: (username: string): string => `for ${isolate(username)}. You’ll be signed out in all browsers.`,
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

/** The words for what is wrong with a field. */
export const fieldWords = {
  'bad-username': 'Use 2 to 40 letters, digits, dots, dashes or underscores, and start with a letter or digit.',
  'username-taken': 'That username is taken. Choose another.',
  'bad-email': 'That doesn’t look like an e-mail address.',
  'email-taken': 'That e-mail address is already in use.',
  'short-password': 'Use at least 8 characters.',
  'long-password': 'That is too long. Use at most 1024 bytes.',
  'wrong-password': 'Wrong password.',
} as const;

/** The words of the button that shows a password, and what follows them for those who hear it. */
export const peekWords = { show: 'Show', hide: 'Hide', what: 'password' } as const;

/** The words of the list of devices. */
export const deviceWords = {
  title: 'Your devices',
  none: 'No devices yet',
  noneText: 'TVs and other devices you link appear here.',
  link: 'Link a device',
  linked: (time: string, place: string): string => `Linked ${time} from ${place}`,
  linkedPlaceless: (time: string): string => `Linked ${time}`,
  collected: (time: string, place: string): string => `Signed in ${time} from ${place}`,
  collectedPlaceless: (time: string): string => `Signed in ${time}`,
  notCollected: 'Linked, but hasn’t connected yet.',
  notCollectedDo: 'Open the app on the device again. If it still shows a code, link that code.',
  manage: 'Manage',
  elsewhere: 'It signed in from a different network than the request came from. If that wasn’t you, unlink it.',
  lastUsed: (time: string): string => `Used ${time}`,
  mayApprove: 'Can link other devices for you',
  mayAll: 'Has full access to your account',
  mayKnow: 'Can only see who you are',
  may: (things: readonly string[]): string => `It can: ${things.map((thing) => isolate(thing)).join(' · ')}`,
  ownNetwork: 'your own network',
  localNetwork: 'a local network',
  name: 'Name',
  save: 'Save',
  revoke: 'Unlink',
  revokeWhich: (name: string): string => `Unlink ${isolate(name)}`,
  revokeText: 'It will be signed out right away. To use it again, link it again.',
  revokeLater: (time: string): string => `Some services may only notice ${time}.`,
  revokeYes: 'Yes, unlink it',
  renamed: 'Name saved.',
  revoked: 'Unlinked. It is signed out now.',
  blocked: 'Unlinked and blocked. It is signed out now.',
  unblocked: 'Unblocked. It can ask you again.',
} as const;

/** The words of the frame around every page. */
export const frameWords = {
  skip: 'Skip to the content',
  refused: (title: string): string => `Error: ${title}`,
  menu: 'Menu',
  link: 'Link',
  devices: 'Devices',
  account: 'Account',
  signOut: 'Sign out',
  insecure: 'This connection is not encrypted. Others on your network can read what you type.',
} as const;

/** The words when something is wrong. */
export const troubleWords = {
  notFound: {
    title: 'Page not found',
    text: 'The address may be mistyped, or the page may have moved.',
  },
  forbidden: {
    title: 'We couldn’t confirm that request',
    text: 'For your safety, nothing was changed. Go back, reload the page and try again.',
  },
  tooLarge: {
    title: 'That is too long',
    text: 'What you sent is larger than this page accepts. Shorten it and try again.',
  },
  tooMany: { title: 'Too many tries', text: 'Wait a moment, then try again.' },
  unavailable: {
    title: 'We can’t do that right now',
    text: 'Something isn’t working on our side. Nothing was lost. Try again in a moment.',
  },
  wait: (time: string): string => `Try again ${time}.`,
  home: 'Go to the home page',
} as const;

/** The words of the television. */
export const tvWords = {
  title: 'Sign in',
  heading: 'Sign in with your phone',
  go: 'Go to',
  type: 'and enter this code',
  scan: 'or scan this',
  qr: 'QR code that opens the page for this code',
  left: 'Time left for this code',
  asking: 'One moment …',
  anew: 'New code',
  keep: 'Keep this code',
  replace: 'Show a new code',
  approvedText: 'You can start watching.',
  forget: 'Sign out this TV',
  denied: 'The request was denied',
  deniedText: 'This TV was not linked.',
  overText: 'We’ll keep trying.',
  again: 'Show a new code',
  now: 'Try again now',
  noScript: 'This page needs JavaScript. Turn it on in this browser, or use another one.',
  /** Those that the script puts in. */
  script: {
    product: 'linkpin TV',
    deviceName: 'Living room TV',
    platform: 'web browser',
    type: 'Enter this code on your phone:',
    opened: 'Continue on your phone …',
    retrying: 'Can’t reach the service. Trying again …',
    signedInAs: 'Signed in as {name}',
    signedIn: 'Signed in',
    denied: 'The request was denied',
    renewed: 'That code expired. Here is a new one.',
    over: 'That code no longer works',
    replace: 'Show a new code? This one will stop working.',
    replaceOpened: 'Someone has just opened this code. If you show a new one, this one will stop working.',
    retryIn: 'Trying again in {seconds} s',
    tooMany: 'Too many codes',
    noAnswer: 'Can’t reach the service',
  },
} as const;
