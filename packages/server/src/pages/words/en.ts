// Pure: no I/O, no clock, no randomness. Everything that the pages say, in one place.
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
  lead: 'Type the code that your TV or device shows.',
  field: 'Code',
  hint: 'Capitals, spaces and dashes do not matter.',
  go: 'Continue',
  letters: 'My code has letters',
  empty: 'Type the code first. Your TV or device shows it.',
  notFound: 'That code is not right, or it has expired. Check it, or ask your TV for a new one.',
  notFoundNear:
    'That code is not right, it has expired, or its device is on another network. Too many wrong codes were typed in the last day, so for now a code only works on the network of its device. Connect to that network, and ask your TV for a new code.',
  used: 'That code was used already. Ask your TV for a new one.',
  wait: (time: string): string => `That was too many codes in a short while. Try again ${time}.`,
  busy: 'We could not look that up just now. Try again in a moment.',
} as const;

/** The words of the question. */
export const questionWords = {
  title: 'Is this your device?',
  titleApp: 'Is this your app?',
  saysItIs: 'It says it is',
  saysNothing: 'It says nothing about itself.',
  on: 'on',
  compare: 'It must show this code',
  compareApp: 'If it shows a code, it must be this one',
  warning: 'Say no if somebody sent you this code or link: it could let them into your account.',
  tick: 'This is my device, and I see this code on it',
  tickApp: 'This is my app, and I just asked it to sign in',
  tickMissing: 'Before you link it, tick the box to say that it is yours.',
  unverified: 'Unverified: it gave itself this name, and nobody here has checked it.',
  wishes: 'You let it',
  wishesHint: 'Take the tick away from what you do not want it to have.',
  wishesMissing: 'Leave at least one thing ticked, or say no.',
  wishesTooFar: 'This does not ask from near you, so it cannot have all of it. Take some ticks away, or say no.',
  wishFor: 'It asks for:',
  mayApprove: 'It may link other devices for me',
  mayApproveHint: 'Leave this off unless you know why you need it.',
  yes: 'Yes, link it',
  yesSoon: 'Look at the question for a second, then you can say yes.',
  no: 'No, this isn’t mine',
  signedInAs: 'You are signed in as',
  switchAccount: 'Switch',
  where: 'Where',
  when: 'When',
  ownNetwork: (address: string): string => `Your own network (${address})`,
  localNetwork: (address: string): string => `A local network (${address})`,
  unknownPlace: 'Place unknown',
  far: 'This seems to ask from far away from you.',
  unknown: 'We cannot tell where this asks from.',
  asked: (time: string): string => `Asked ${time}`,
} as const;

/** The words for a request that is over. */
export const overWords = {
  expired: {
    title: 'That code has expired',
    text: 'Nothing was linked. Ask your TV or device for a new code and type it here.',
  },
  approved: { title: 'Already linked', text: 'Somebody said yes to this code before. It cannot be used again.' },
  redeemed: { title: 'Already linked', text: 'Somebody said yes to this code before. It cannot be used again.' },
  denied: {
    title: 'Nothing was linked',
    text: 'Somebody said no to this code. If it was a mistake, ask the device for a new one.',
  },
  cancelled: { title: 'Nothing was linked', text: 'The device took its request back. Ask it for a new code.' },
  gone: {
    title: 'This page is over',
    text: 'It belongs to another sign-in, or it has been open for too long. Type the code again.',
  },
  typeIt: {
    title: 'Type the code yourself',
    text: 'As far as we can tell, this does not ask from near you, so a link is not enough. Look at your device and type the code that it shows.',
  },
  typeStrong: {
    title: 'Not with this link',
    text: 'As far as we can tell, the app does not run near you, so its link is not enough. Open the link on the device where the app runs, or have the app show a short code and type it here.',
  },
  tooFar: {
    title: 'Not from so far away',
    text: 'As far as we can tell, this does not ask from near you, so it cannot be linked from here. Take your phone to the device, or join its network, and type the code there.',
  },
  blocked: {
    title: 'You blocked this',
    text: 'You said before that this was not you, so nothing was linked. If that was a mistake, unblock it below your devices.',
  },
  refusedHere: {
    title: 'This cannot be linked',
    text: 'It is blocked here for a while, because people said that they never asked for it. Nothing was linked.',
  },
  again: 'Type a code',
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
  takesAMoment: 'It can take a few seconds to notice.',
  name: 'What do you call it?',
  save: 'Save name',
  saved: 'Saved.',
  another: 'Link another device',
  devices: 'See my devices',
  close: 'You can close this window.',
  forward: (host: string): string => `Continue to ${isolate(host)}`,
  forwarding: (host: string): string => `Taking you back to ${isolate(host)} …`,
  forwardRefused: 'The app wanted to send you to an address that is not allowed here. Go back to it yourself.',
  saidNo: 'You said no',
  saidNoText: 'Nothing was linked. If somebody sent you that code or link, ignore them.',
  wrongNumber: 'That was not the number',
  wrongNumberText:
    'Nothing was linked, and this code is over. Ask your device for a new code. If you could not see the number on it, somebody else may have sent you the code.',
} as const;

/** The words of the page that other apps open. */
export const authWords = {
  title: 'One moment …',
  lead: 'We are reading what the app asks for.',
  incomplete: 'This link is not complete',
  incompleteText: 'Go back to the app and try again. If it shows a code, you can type it here instead.',
  noScript: 'Nothing happens? This page needs JavaScript. If the app shows a code, you can type it instead.',
  go: 'Continue',
  typeCode: 'Type a code',
} as const;

/** The words between a link that an app opened and the question. */
export const continueWords = {
  title: 'Link an app or device?',
  lead: 'Somebody opened this page with a sign-in request. Continue to see which app or device is asking.',
  go: 'Continue',
  typeCode: 'Type a code',
} as const;

/** The words of sign-in, sign-up and set-up. */
export const doorWords = {
  signIn: 'Sign in',
  signInLead: (name: string): string => `to ${name}`,
  toLink: 'Sign in first, then you see what wants to be linked.',
  again: 'Your password, please',
  againLead: 'You signed in here some time ago. Type your password again, then you go on where you were.',
  name: 'Username or e-mail',
  password: 'Password',
  wrong: 'That name and password do not fit together. Check both and try again.',
  wait: (time: string): string => `That was too many tries. Try again ${time}.`,
  busy: 'Too many people are signing in right now. Try again in a few seconds.',
  signUp: 'Make an account',
  signUpLead: 'You were invited. Choose a name and a password.',
  signUpOpenLead: 'Choose a name and a password.',
  noAccount: 'No account yet?',
  askInvite: (name: string): string => `Ask whoever runs ${name} for an invite.`,
  haveAccount: 'Have an account?',
  noAccountsYet: 'There is no account here yet. Open the set-up link that stands in the terminal of the service.',
  username: 'Username',
  usernameHint: '2 to 40 letters, digits, dots, dashes or underscores',
  email: 'E-mail (optional)',
  newPassword: 'Password',
  passwordHint: 'At least 8 characters; a short sentence is good',
  inviteGone: 'This invite does not work any more',
  inviteGoneText: 'It was used already, or its seven days are over. Ask for a new one.',
  closed: 'Nobody can make an account here',
  closedText: 'Whoever runs this service has to make one for you.',
  reset: 'Choose a new password',
  resetLead: (username: string): string => `for ${isolate(username)}. All browsers are signed out.`,
  resetGo: 'Change the password',
  resetGone: 'This link does not work any more',
  resetGoneText: 'It was used already, or its day is over. Ask whoever runs this service for a new one.',
  setUp: 'Welcome',
  setUpLead: 'Make the first account. It looks after this service and can invite others.',
  setUpGo: 'Make the account',
  setUpOver: 'This set-up link does not work any more',
  setUpOverText:
    'There is an account already, or the hour of the link is over. Start the service again for a new link, or sign in.',
} as const;

/** The words for what is wrong with a field. */
export const fieldWords = {
  'bad-username': 'Use 2 to 40 letters, digits, dots, dashes or underscores, and start with a letter or digit.',
  'username-taken': 'Somebody has that name already. Choose another.',
  'bad-email': 'That does not look like an e-mail address.',
  'email-taken': 'Somebody has that address already.',
  'short-password': 'Use at least 8 characters.',
  'long-password': 'That is too long. Use at most 1024 bytes.',
  'wrong-password': 'That is not your password.',
} as const;

/** The words of the list of devices. */
export const deviceWords = {
  title: 'Your devices',
  none: 'Nothing is linked yet',
  noneText: 'When you link a TV or another device, it shows up here.',
  link: 'Link a device',
  linked: (time: string, place: string): string => `Linked ${time} from ${place}`,
  linkedPlaceless: (time: string): string => `Linked ${time}`,
  collected: (time: string, place: string): string => `Signed in ${time} from ${place}`,
  collectedPlaceless: (time: string): string => `Signed in ${time}`,
  notCollected: 'Has not signed in yet',
  elsewhere: 'It signed in from another network than the one it asked from. If that is not yours, unlink it.',
  lastUsed: (time: string): string => `Used ${time}`,
  mayApprove: 'May link other devices for you',
  mayAll: 'May do everything in your account',
  mayKnow: 'May know who you are, and no more',
  may: (things: readonly string[]): string => `You let it: ${things.map((thing) => isolate(thing)).join(' · ')}`,
  ownNetwork: 'your own network',
  localNetwork: 'a local network',
  rename: 'Rename',
  renameWhich: (name: string): string => `Rename ${isolate(name)}`,
  name: 'Name',
  save: 'Save',
  revoke: 'Unlink',
  revokeWhich: (name: string): string => `Unlink ${isolate(name)}`,
  revokeText: 'It is signed out at once. To use it again, link it again.',
  revokeLater: (time: string): string => `Some services may notice only ${time}.`,
  revokeYes: 'Yes, unlink it',
  renamed: 'The name is saved.',
  revoked: 'Unlinked. It is signed out now.',
  blocked: 'Unlinked and blocked. It is signed out now.',
  unblocked: 'Unblocked. It may ask you again.',
} as const;

/** The words of the account page. */
export const accountWords = {
  title: 'Your account',
  password: 'Password',
  old: 'Password now',
  next: 'New password',
  change: 'Change password',
  changeHint:
    'Every other browser and every app that signed in with the old password is signed out. What you linked stays linked.',
  changed: 'Your password is changed, and every other browser is signed out.',
  sessions: 'Where you are signed in',
  thisBrowser: 'This browser',
  unknownBrowser: 'A browser',
  seen: (time: string): string => `Here ${time}`,
  end: 'Sign out',
  endWhich: (name: string): string => `Sign out ${isolate(name)}`,
  endOthers: 'Sign out everywhere else',
  ended: 'That browser is signed out.',
  endedOthers: 'Every other browser is signed out.',
  invites: 'Invite somebody',
  invitesText: 'An invite link makes one account and works for seven days.',
  invite: 'Make an invite link',
  invited: 'Send this link to one person. It is shown only now.',
  inviteLink: 'Invite link',
} as const;

/** The words of the frame around every page. */
export const frameWords = {
  skip: 'Skip to the content',
  menu: 'Menu',
  link: 'Link',
  devices: 'Devices',
  account: 'Account',
  signOut: 'Sign out',
  insecure: 'This connection is not encrypted. Others on the network can read what you type.',
} as const;

/** The words when something is wrong. */
export const troubleWords = {
  notFound: {
    title: 'There is no such page',
    text: 'The address may be mistyped, or the page has moved. Start again from the beginning.',
  },
  forbidden: {
    title: 'That did not come from our own page',
    text: 'For your safety nothing was done. Go back, load the page again and repeat what you did.',
  },
  tooLarge: {
    title: 'That is too much',
    text: 'What you sent is larger than this page takes. Shorten it and try again.',
  },
  tooMany: { title: 'Too many tries', text: 'Wait a little, then try again.' },
  unavailable: {
    title: 'We cannot do that right now',
    text: 'Something on our side is not working. Nothing was lost. Try again in a moment.',
  },
  wait: (time: string): string => `Try again ${time}.`,
  home: 'Go to the start',
} as const;

/** The words of the television. */
export const tvWords = {
  title: 'Sign in',
  heading: 'Sign in with your phone',
  go: 'Go to',
  type: 'and type this code',
  scan: 'or scan this',
  qr: 'QR code of the page for the code',
  left: 'Time left for this code',
  anew: 'New code',
  approvedText: 'You can start watching.',
  forget: 'Sign out this TV',
  denied: 'Somebody said no',
  deniedText: 'This TV was not linked.',
  overText: 'Ask for a new code when you are ready.',
  again: 'Show a new code',
  noScript: 'This television needs JavaScript.',
  /** Those that the script puts in. */
  script: {
    product: 'linkpin TV',
    deviceName: 'Living room TV',
    platform: 'web browser',
    type: 'Type this code on your phone:',
    opened: 'Somebody is looking at this code …',
    retrying: 'No answer from the service. Trying again …',
    signedInAs: 'Signed in as {name}',
    signedIn: 'Signed in',
    denied: 'Somebody said no',
    renewed: 'That code expired. Here is a new one.',
    over: 'That code is over',
    tooMany: 'Too many codes just now',
    noAnswer: 'No answer from the service',
  },
} as const;
