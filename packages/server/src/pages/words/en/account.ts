// Pure: no I/O, no clock, no randomness. English: the account and its recent activity.

/** The account page. */
export const accountWords = {
  title: 'Your account',
  password: 'Password',
  old: 'Current password',
  next: 'New password',
  change: 'Change password',
  changeHint:
    'You’ll be signed out in every other browser, and in every app that signed in with the old password. Linked devices stay linked.',
  changed: 'Password changed. Every other browser is signed out.',
  names: 'Name and e-mail',
  username: 'Username',
  email: 'E-mail (optional)',
  saveNames: 'Save',
  named: 'Saved. Use these to sign in from now on.',
  activity: 'Recent activity',
  backToAccount: 'Back to your account',
  data: 'Your data',
  export: 'Download your data',
  exportHint: 'Your account, devices, browsers and recent activity, in one file.',
  delete: 'Delete account',
  deleteText:
    'Your account is deleted, and all your devices and browsers are signed out right away. This can’t be undone.',
  deleteYes: 'Delete my account',
  lastAdmin:
    'You are the only one who manages this service, so you can’t delete your account. Whoever runs the service can make another admin.',
  sessions: 'Where you are signed in',
  thisBrowser: 'This browser',
  unknownBrowser: 'Unknown browser',
  browserOn: '{browser} on {os}',
  seen: 'Active {time}',
  end: 'Sign out',
  endOthers: 'Sign out everywhere else',
  ended: 'That browser is signed out.',
  endedOthers: 'Every other browser is signed out.',
  invites: 'Invite someone',
  invitesText: 'An invite link creates one account and works for seven days.',
  invite: 'Create an invite link',
  invited: 'Send this link to one person. You won’t see it again.',
  copy: 'Copy',
  copied: 'Copied',
  share: 'Share',
} as const;

/** The recent activity. */
export const activityWords = {
  title: 'Recent activity',
  nothing: 'Nothing yet. Devices you link appear here.',
  did: {
    opened: 'You opened a request from {device}',
    approved: 'You linked {device}',
    denied: 'You said no to {device}',
    redeemed: '{device} signed in',
    redeemedElsewhere: '{device} signed in from a different network than the request. If that wasn’t you, unlink it.',
    replayed: 'Someone reused an old sign-in of {device}, so it was unlinked',
    reported: 'You reported {device}',
    blocked: '{device} is blocked',
    unblocked: '{device} is no longer blocked',
  },
  /** The same of a device without a name. */
  didUnnamed: {
    opened: 'You opened a request from a device',
    approved: 'You linked a device',
    denied: 'You said no to a device',
    redeemed: 'A device signed in',
    redeemedElsewhere: 'A device signed in from a different network than the request. If that wasn’t you, unlink it.',
    replayed: 'Someone reused an old sign-in of a device, so it was unlinked',
    reported: 'You reported a device',
    blocked: 'A device is blocked',
    unblocked: 'A device is no longer blocked',
  },
  ownNetwork: 'your network',
  at: '{time} · {place}',
} as const;
