import { Command } from 'commander';
import { checkPlexToken } from '@linkpin/client';
import { Failure } from '../failure.ts';
import { refusedToken, serverFlag, serverWords, signedIn } from '../credentials/signed-in.ts';
import { nameOf } from '../login/sign-in.ts';
import { explainError } from '../login/explain-error.ts';
import { addOAuthFlags, findOAuthSignIn, type SignInFlags } from '../oauth-login/find-sign-in.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';

const help = `
Asks the server. LINKPIN_TOKEN beats the token that is kept.

Exit codes: 0 success, 1 failure, 4 not signed in.

Examples:
  linkpin whoami
  linkpin whoami --server https://plex.tv --json
  linkpin whoami --issuer https://login.example`;

interface AccountFlags extends SignInFlags {
  readonly json?: true;
}

/** `linkpin whoami`. */
export function whoamiCommand(): Command {
  const command = new Command('whoami')
    .description('Shows who is signed in on this machine.')
    .option(serverFlag, serverWords)
    .option('--json', 'print server, id, username and e-mail address as one line of JSON')
    .addHelpText('after', help)
    .action(whoami);
  return addOAuthFlags(command);
}

async function whoami(flags: AccountFlags): Promise<void> {
  const signIn = await findOAuthSignIn(flags);
  const json = flags.json === true;
  if (signIn !== null) {
    const { whoamiByOAuth } = await import('../oauth-login/account-commands.ts');
    return whoamiByOAuth(signIn, json);
  }
  const at = await signedIn(flags.server);
  const { server, device, stored } = at;
  const check = await checkPlexToken(device, stored.token);
  if (check.kind === 'invalid') throw refusedToken(at);
  if (check.kind === 'unknown') throw new Failure(await explainError(server, check.reason));
  const { id, username, email } = check.user;
  const name = nameOf(check.user);
  process.stdout.write(json ? jsonLine({ server, id, username, email }) : `${plainText(name)}\n`);
}
