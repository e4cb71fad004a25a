import { Command } from 'commander';
import { checkPlexToken } from '@linkpin/client';
import { Failure } from '../failure.ts';
import { howToSignIn, placeOf, refusedToken, serverFlag, serverWords, type Place } from '../credentials/signed-in.ts';
import { nameOf } from '../login/sign-in.ts';
import { explainError } from '../login/explain-error.ts';
import { addOAuthFlags, findOAuthSignIn, type SignInFlags } from '../oauth-login/find-sign-in.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';

const help = `
The token itself is never printed.

Exit codes: 0 the token works, 1 nobody can say just now, 4 not signed in, or
the token does not work any more.

Examples:
  linkpin status
  linkpin status --server https://linkpin.example --json
  linkpin status --issuer https://login.example`;

interface AccountFlags extends SignInFlags {
  readonly json?: true;
}

/** The state of this machine's sign-in at one server. */
interface SignInStatus {
  readonly token: 'valid' | 'invalid' | 'unknown' | 'none';
  readonly user: string | null;
  /** What is wrong; null if the sign-in works. */
  readonly problem: Failure | null;
}

/** `linkpin status`. */
export function statusCommand(): Command {
  const command = new Command('status')
    .description('Shows the server, who is signed in, where the token is stored, and whether it works.')
    .option(serverFlag, serverWords)
    .option('--json', 'print all of it as one line of JSON')
    .addHelpText('after', help)
    .action(status);
  return addOAuthFlags(command);
}

async function status(flags: AccountFlags): Promise<void> {
  const signIn = await findOAuthSignIn(flags);
  const json = flags.json === true;
  if (signIn !== null) {
    const { statusByOAuth } = await import('../oauth-login/account-commands.ts');
    return statusByOAuth(signIn, json);
  }
  const place = await placeOf(flags.server);
  const { server, stored } = place;
  const { token, user, problem } = await checkSignIn(place);
  const storedIn = stored?.storedIn ?? null;
  if (json) process.stdout.write(jsonLine({ server, user, keptIn: storedIn, token }));
  else {
    const lines = [`Server     ${server}`, `User       ${plainText(user ?? '-')}`, `Token      ${token}`];
    process.stdout.write(`${[...lines, `Stored in  ${storedIn ?? '-'}`].join('\n')}\n`);
  }
  if (problem !== null) throw problem;
}

async function checkSignIn(place: Place): Promise<SignInStatus> {
  const { server, device, stored } = place;
  if (stored === undefined) {
    const problem = new Failure(`You are not signed in at ${server}. ${howToSignIn(server)}`, 4);
    return { token: 'none', user: null, problem };
  }
  const check = await checkPlexToken(device, stored.token);
  switch (check.kind) {
    case 'valid':
      return { token: 'valid', user: nameOf(check.user), problem: null };
    case 'invalid':
      return { token: 'invalid', user: null, problem: refusedToken({ ...place, stored }) };
    case 'unknown':
      return { token: 'unknown', user: null, problem: new Failure(await explainError(server, check.reason)) };
  }
}
