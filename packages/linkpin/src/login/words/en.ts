// English: what a sign-in says on a terminal.

export const english = {
  typeAt: 'Type it at {url}',
  typeOrScan: 'Type it at {url}, or scan this',
  waiting: 'Waiting for you to approve it. {left} left',
  opened: 'Someone has opened it. {left} left',
  number: 'Type {number} on the page that is open. {left} left',
  retrying: '{problem}. Trying again in {seconds} s. {left} left',
  again: 'The code has expired. Press Enter for a new one, or Ctrl-C to quit. ',
  signedIn: 'Signed in',
  signedInAs: 'Signed in as {name}',
} as const;
