/** What the component says. Each may be replaced; a function is given what it speaks of. */
export interface SignInWords {
  readonly start: string;
  readonly requesting: string;
  readonly unavailable: string;
  /** Before the address to open. */
  readonly open: string;
  /** Before the code. */
  readonly enter: string;
  /** @param time such as `4:05` */
  readonly expires: (time: string) => string;
  readonly opened: string;
  /** Before the number that the person types. */
  readonly number: string;
  readonly retrying: string;
  readonly cancel: string;
  readonly again: string;
  /** By the kind of the outcome. */
  readonly outcomes: Readonly<Record<string, string>>;
}

export const english: SignInWords = {
  start: 'Sign in',
  requesting: 'Asking for a code …',
  unavailable: 'No code could be had. Check the connection, and try again.',
  open: 'On your phone or computer, open',
  enter: 'and enter this code:',
  expires: (time) => `The code is good for ${time}.`,
  opened: 'Somebody has opened the code. Answer there.',
  number: 'Enter this number there:',
  retrying: 'No answer. Trying again …',
  cancel: 'Cancel',
  again: 'Get another code',
  outcomes: {
    approved: 'Done. You are signed in.',
    denied: 'The sign-in was refused.',
    cancelled: 'The sign-in was called off.',
    expired: 'The code has expired.',
    taken: 'The code was used already.',
    gone: 'The code is not good any more.',
    failed: 'The sign-in has failed.',
  },
};
