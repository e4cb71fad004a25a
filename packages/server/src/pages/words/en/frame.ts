// Pure: no I/O, no clock, no randomness. English: what is around every page, times, places and errors.

/** The frame around every page. */
export const frameWords = {
  skip: 'Skip to the content',
  refused: 'Error: {title}',
  menu: 'Menu',
  link: 'Link',
  devices: 'Devices',
  account: 'Account',
  operate: 'Operate',
  signOut: 'Sign out',
  insecure: 'This connection is not encrypted. Others on your network can read what you type.',
  /** Follows the text of a button for those who hear it: which one of several it is. */
  about: ': {name}',
  contact: 'Questions? {contact}',
  privacy: 'Privacy',
  terms: 'Terms',
  language: 'Language',
  changeLanguage: 'Change language',
} as const;

/** Times and places. */
export const generalWords = {
  /** A device that says nothing of itself. */
  aDevice: 'A device',
  justNow: 'just now',
  exactTime: '{time} UTC',
  datedTime: '{time} ({date})',
  place: '{city}, {country}',
} as const;

/** When something is wrong. */
export const troubleWords = {
  notFound: {
    title: 'Page not found',
    text: 'The address may be mistyped, or the page may have moved.',
  },
  signedOut: {
    title: 'You are not signed in',
    text: 'Sign in to the app that brought you here, then come back to this page.',
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
  wait: 'Try again {time}.',
  reference: 'Reference: {id}',
  home: 'Go to the home page',
} as const;
