// Pure: no I/O, no clock, no randomness. English: the mails, and the pages that their links lead to.

/** The mails. */
export const mailWords = {
  hello: 'Hello {name},',
  helloNobody: 'Hello,',
  ifThatFails: 'If the button does nothing, open this address:',
  automatic: '{service} wrote this by itself. Nobody reads replies.',
  notMe: 'This was not me',
  notMeLead: 'If it was you, there is nothing to do. If not, open this page and say so:',
  device: 'Device',
  when: 'When',
  where: 'Where',
  utc: '{time} (UTC)',
  invite: {
    subject: 'Your invite to {service}',
    text: 'You have been invited to {service}. With this link you can create an account.',
    button: 'Create account',
    note: 'It works once, and for seven days. If you expected no invite, ignore this mail.',
  },
  reset: {
    subject: 'Choose a new password for {service}',
    text: 'Somebody asked for a link to choose a new password for your account. Nothing changes until you use it.',
    button: 'Choose a new password',
    note: 'It works once, and for one hour. If you did not ask for it, ignore this mail.',
  },
  confirm: {
    subject: 'Confirm your e-mail address for {service}',
    text: 'Confirm that this is your e-mail address. Then you can get a new password by mail, and hear of new devices.',
    button: 'Confirm address',
    note: 'It works for three days, while you are signed in. If you have no such account, ignore this mail.',
  },
  deviceLinked: {
    subject: 'A device was linked to your {service} account',
    text: '{device} was linked to your account. It stays signed in until you unlink it.',
  },
  passwordChanged: {
    subject: 'Your {service} password was changed',
    text: 'The password of your account was changed, and other browsers were signed out.',
  },
  addressChanged: {
    subject: 'The e-mail address of your {service} account was changed',
    text: 'Your account has another e-mail address now. Mails like this one no longer come here.',
  },
  test: {
    subject: 'Mail from {service} works',
    text: 'This is a test. Somebody who runs the service asked for it.',
  },
} as const;

/** A forgotten password, the proof of an address, and "This was not me". */
export const recoveryWords = {
  forgot: 'Forgot it?',
  forgotTitle: 'Forgot your password?',
  forgotLead: 'Enter your e-mail address. We’ll send you a link to choose a new password.',
  email: 'E-mail',
  send: 'Send the link',
  sentTitle: 'Look in your mailbox',
  sentText:
    'If an account here has that address, and the address is confirmed, a link is on its way. It can take a few minutes. Look among unwanted mail, too.',
  sentElse: 'Nothing came? Ask whoever runs {service}.',
  wait: 'Too many mails. Try again {time}.',
  busy: 'We can’t send mail right now. Try again in a minute.',
  resetGone: 'It has already been used, or it has expired.',
  another: 'Get a new link',
  confirmTitle: 'Confirm your e-mail address',
  confirmLead: 'Is {email} the address of {name}?',
  confirmYes: 'Yes, confirm it',
  confirmed: 'E-mail address confirmed.',
  isConfirmed: 'This e-mail address is confirmed.',
  isUnconfirmed:
    'This e-mail address isn’t confirmed. Once it is, you can get a new password by mail, and we’ll tell you about new devices.',
  sendProof: 'Send a confirmation mail',
  proofSent: 'A confirmation mail is on its way. Open its link in this browser.',
  otherAccount: 'This link is for another account',
  otherAccountText: 'Sign out, sign in to the account that the mail was written for, and open the link again.',
  gone: 'This link no longer works',
  goneText: 'It has already been used, it has expired, or things have changed since.',
  inviteTo: 'Send it to (optional)',
  inviteToHint: 'An e-mail address. Without one you get a link to pass on yourself.',
  invitedByMail: 'The invite is on its way.',
  notYou: 'Was this not you?',
  device: {
    lead: '{device} was linked to the account of {name}.',
    text: 'We’ll unlink it, block it for 30 days, and sign you out in all browsers.',
    yes: 'This was not me. Unlink it',
    done: 'Unlinked',
    doneText: 'It is signed out, and so are all your browsers. If somebody may know your password, choose a new one.',
  },
  password: {
    lead: 'The password of {name} was changed.',
    text: 'We’ll turn that password off, remove all passkeys, sign everybody out, and send you a link to choose a new password.',
    yes: 'This was not me. Turn it off',
    done: 'That password no longer works',
    doneText:
      'Everybody is signed out, and the passkeys are gone. A link to choose a new password is on its way to your mailbox.',
  },
  address: {
    lead: 'The e-mail address of {name} was changed.',
    text: 'We’ll bring your address back, turn the password off, remove all passkeys, sign everybody out, and send you a link to choose a new password.',
    yes: 'This was not me. Change it back',
    done: 'Your address is back',
    doneText:
      'Everybody is signed out, and the passkeys are gone. A link to choose a new password is on its way to your mailbox.',
    doneGone:
      'Everybody is signed out, and neither the password nor a passkey works any more. Another account has your address by now: ask whoever runs this service.',
  },
} as const;
