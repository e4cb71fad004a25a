// Pure: no I/O, no clock, no randomness. English: the task, link a device.

/** The page where a code is entered. */
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
  wrongLength: {
    one: 'You entered {count} character, but codes usually have {usual}. Check it, or get a new one on your TV.',
    other: 'You entered {count} characters, but codes usually have {usual}. Check it, or get a new one on your TV.',
  },
  used: 'That code has already been used. Get a new one on your TV.',
  wait: 'Too many codes. Try again {time}.',
  busy: 'We couldn’t check that code right now. Try again in a moment.',
} as const;

/** The question. */
export const consentWords = {
  title: 'Is this your device?',
  titleApp: 'Is this your app?',
  saysItIs: 'It says it is {what}',
  saysItIsOn: 'It says it is {what} on {system}',
  saysNothing: 'It gave no details.',
  compare: 'Your device should show this code',
  compareApp: 'If the app shows a code, it should be this one',
  warning: 'Say no if someone sent you this code or link: it could let them into your account.',
  tick: 'This is my device and it shows this code',
  tickApp: 'This is my app and I just asked it to sign in',
  titleBrowser: 'Sign in to {app}?',
  onward: 'Where to',
  leadsTo: 'You will go on to {host}',
  leadsToHere: 'You will go back to the app on this computer',
  warningBrowser: 'Say no if you didn’t just choose to sign in there.',
  tickBrowser: 'I know this app and just chose to sign in to it',
  yesBrowser: 'Yes, sign in',
  noBrowser: 'No, go back',
  tickMissing: 'Tick the box to confirm that it is yours.',
  unverified: 'Unverified: it chose this name itself, and nobody here has checked it.',
  unverifiedSite: 'Unverified: all that is certain is this site. Nobody here has checked who is behind it.',
  requestedScopes: 'What it can do',
  scopesHint: 'Untick anything you don’t want to allow.',
  scopesMissing: 'Leave at least one box ticked, or say no.',
  scopesTooFar: 'This request isn’t from near you, so you can’t allow all of it. Untick something, or say no.',
  wishFor: 'Access to: {scope}',
  scopeOpenId: 'Know that it is you',
  scopeProfile: 'See your name',
  scopeEmail: 'See your e-mail address',
  mayApprove: 'It can link other devices for me',
  mayApproveHint: 'Leave this off unless you know why you need it.',
  yes: 'Yes, link it',
  yesSoon: 'Take a moment to read this. Then you can say yes.',
  no: 'No, don’t link it',
  signedInAs: 'You are signed in as {name}',
  switchAccount: 'Switch',
  where: 'Where',
  when: 'When',
  ownNetwork: 'Your own network ({address})',
  localNetwork: 'A local network ({address})',
  unknownPlace: 'Place unknown',
  knownTo: 'Known to {service}',
  knownToOn: 'Known to {service} · on {system}',
  far: 'This request seems to come from far away.',
  farAt: 'This request seems to come from far away: {place}.',
  unknown: 'We can’t tell where this request comes from.',
  notYours: 'If you didn’t just ask for this, say no.',
  hidden: 'This request hides where it comes from.',
  asked: 'Requested {time}',
} as const;

/** A request that is over. */
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
  signInOver: {
    title: 'This sign-in is over',
    text: 'It was answered already, or it took too long. Go back to the app and sign in again.',
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
  notInGroup: {
    title: 'This isn’t for you to link',
    text: 'It is only for some groups where you sign in, and you are in none of them. Nothing was linked.',
  },
  refusedHere: {
    title: 'This can’t be linked',
    text: 'It is blocked here for a while, because people reported that they didn’t ask for it. Nothing was linked.',
  },
  again: 'Enter a code',
  devices: 'See my devices',
} as const;

/** After a decision. */
export const doneWords = {
  titles: {
    tv: 'Done. Look at your TV',
    console: 'Done. Go back to your console',
    phone: 'Done. Look at your phone',
    tablet: 'Done. Look at your tablet',
    computer: 'Done. Go back to your computer',
    terminal: 'Done. Go back to your terminal',
    speaker: 'Done. Go back to your speaker',
    server: 'Done. Go back to your server',
    device: 'Done. Go back to your device',
  },
  titleApp: 'Done. Go back to the app',
  linked: '{name} is linked to your account.',
  takesAMoment: 'Your device may take a few seconds.',
  name: 'Name this device',
  save: 'Save name',
  saved: 'Saved.',
  another: 'Link another device',
  close: 'You can close this window.',
  forward: 'Continue to {host}',
  forwardHere: 'Continue to the app on this computer',
  forwarding: 'Taking you back to {host} …',
  forwardingHere: 'Taking you back to the app on this computer …',
  forwardRefused: 'The app wanted to send you to an address that isn’t allowed here. Go back to the app yourself.',
  saidNo: 'You said no',
  saidNoText: 'Nothing was linked. If someone sent you that code or link, ignore them.',
  wrongNumber: 'That was not the number',
  wrongNumberText:
    'Nothing was linked, and this code no longer works. Get a new code on your device. If you couldn’t see the number on it, someone else may have sent you the code.',
} as const;

/** The page that other apps open. */
export const authWords = {
  title: 'One moment …',
  lead: 'Checking what the app is asking for.',
  incomplete: 'This link is incomplete',
  incompleteText: 'Go back to the app and try again. If it shows a code, you can enter it here instead.',
  noScript: 'Nothing happening? This page needs JavaScript. If the app shows a code, you can enter it instead.',
  go: 'Continue',
  typeCode: 'Enter a code',
} as const;

/** Between a link that an app opened and the question. */
export const continueWords = {
  title: 'Link an app or device?',
  lead: 'You followed a sign-in link. Continue to see which app or device is asking.',
  go: 'Continue',
  typeCode: 'Enter a code',
} as const;

/** An app that leads a browser here to sign in, and is led back to. */
export const authorizeWords = {
  title: 'This app can’t sign you in here',
  text: 'It sent you here in a way that can’t be answered, and nothing was sent back to it. There is nothing that you can do; whoever runs the app can.',
  client: 'Its client_id is missing, given twice, or unknown here.',
  redirectUri: 'Its redirect_uri is missing, given twice, or not one that the app is registered with here.',
  signedIn: 'You are signing in',
  notSignedIn: 'You said no',
  signedInTo: 'You are signed in to {app}.',
  anotherDevice: 'Sign in with another device',
  noKeyboard: 'No keyboard here? A phone can do it.',
  goesOn: 'Then this screen goes on to {app}.',
  typeNumber: 'Enter {number} on the other device',
  nobody: 'Nobody was signed in here.',
} as const;
