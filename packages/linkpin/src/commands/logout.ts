import { Command } from 'commander';
import { Failure } from '../failure.ts';
import { call } from '../credentials/call.ts';
import { tokenStore } from '../credentials/token-store.ts';
import { serverFlag, serverWords, signedIn } from '../credentials/signed-in.ts';
import { addOAuthFlags, findOAuthSignIn, type SignInFlags } from '../oauth-login/find-sign-in.ts';
import { jsonLine } from '../terminal/json-line.ts';

const help = `
The token ends on the server, and with it every device that it approved; then it
is forgotten here. When the server cannot be told, it is forgotten all the same,
and you are told.

Exit codes: 0 success, 1 failure, 4 not signed in.

Examples:
  linkpin logout
  linkpin logout --server https://plex.tv
  linkpin logout --issuer https://login.example`;

interface AccountFlags extends SignInFlags {
  readonly json?: true;
}

/** `linkpin logout`. */
export function logoutCommand(): Command {
  const command = new Command('logout')
    .description('Signs this machine out.')
    .option(serverFlag, serverWords)
    .option('--json', 'print the server, and whether it was told, as one line of JSON')
    .addHelpText('after', help)
    .action(logout);
  return addOAuthFlags(command);
}

async function logout(flags: AccountFlags): Promise<void> {
  const signIn = await findOAuthSignIn(flags);
  const json = flags.json === true;
  if (signIn !== null) {
    const { logoutByOAuth } = await import('../oauth-login/account-commands.ts');
    return logoutByOAuth(signIn, json);
  }
  const at = await signedIn(flags.server);
  const { server, stored } = at;
  if (stored.storedIn === 'LINKPIN_TOKEN') {
    throw new Failure('The token is in LINKPIN_TOKEN, which no command can empty. Unset it, then run this again.');
  }
  const trouble = await call(at, { method: 'DELETE', path: '/api/v2/users/signout' }).then(
    () => null,
    // A token that the server no longer accepts has already ended.
    (error: unknown) => (error instanceof Failure && error.exitCode !== 4 ? error.message : null),
  );
  await tokenStore().delete(server);
  if (json) process.stdout.write(jsonLine({ server, told: trouble === null }));
  else process.stdout.write(`Signed out of ${server}\n`);
  if (trouble === null) return;
  process.stderr.write(
    `The server was not told: ${trouble}\nEnd this machine on its page of devices: ${server}/devices\n`,
  );
}
