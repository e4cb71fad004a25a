import type { AccountRefusal } from '@linkpin/server';

/** Explains why no account was created and what to do. */
export function refusalMessage(refusal: AccountRefusal, username: string, email: string | undefined): string {
  switch (refusal.kind) {
    case 'bad-username':
      return `"${username}" cannot be a name here. Take 2 to 40 letters, digits, dots, dashes or underscores, beginning with a letter or digit.`;
    case 'bad-email':
      return `"${email ?? ''}" is not an e-mail address.`;
    case 'short-password':
      return 'The password is too short. Take 8 characters or more.';
    case 'long-password':
      return 'The password is too long. 1024 bytes are the most.';
    case 'username-taken':
      return `There is an account with the name ${username} already. Choose another name.`;
    case 'email-taken':
      return `There is an account with the e-mail address ${email ?? ''} already. Choose another, or leave --email out.`;
    case 'busy':
    case 'over-budget':
    case 'wrong-sign-in':
    case 'stale-sign-in':
    case 'invite-gone':
    case 'set-up-over':
    case 'closed':
      return 'The account could not be made. Try again.';
  }
}
