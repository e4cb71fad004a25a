import { Command } from 'commander';
import { checkPlexToken } from '@linkpin/client';
import { Failure } from '../failure.ts';
import { howToSignIn, placeOf, refusedToken, serverFlag, serverWords, type Place } from '../hosts/signed-in.ts';
import { nameOf } from '../login/sign-in.ts';
import { troubleSentence } from '../login/trouble-words.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';

const help = `
The token itself is never printed.

Exit codes: 0 the token works, 1 nobody can say just now, 4 not signed in, or
the token does not work any more.

Examples:
  linkpin status
  linkpin status --server https://linkpin.example --json`;

/** How a machine stands with a server. */
interface Standing {
  readonly token: 'valid' | 'invalid' | 'unknown' | 'none';
  readonly user: string | null;
  /** Why it is not well; null when it is. */
  readonly problem: Failure | null;
}

/** `linkpin status`. */
export function statusCommand(): Command {
  return new Command('status')
    .description('Tells which server, who is signed in, where the token is kept, and whether it works.')
    .option(serverFlag, serverWords)
    .option('--json', 'print all of it as one line of JSON')
    .addHelpText('after', help)
    .action(status);
}

async function status({ server: typed, json }: { readonly server?: string; readonly json?: true }): Promise<void> {
  const place = await placeOf(typed);
  const { server, kept } = place;
  const { token, user, problem } = await standing(place);
  const keptIn = kept?.keptIn ?? null;
  if (json === true) process.stdout.write(jsonLine({ server, user, keptIn, token }));
  else {
    const lines = [`Server  ${server}`, `User    ${plainText(user ?? '-')}`, `Token   ${token}`];
    process.stdout.write(`${[...lines, `Kept    ${keptIn ?? '-'}`].join('\n')}\n`);
  }
  if (problem !== null) throw problem;
}

async function standing(place: Place): Promise<Standing> {
  const { server, device, kept } = place;
  if (kept === undefined) {
    const problem = new Failure(`You are not signed in at ${server}. ${howToSignIn(server)}`, 4);
    return { token: 'none', user: null, problem };
  }
  const check = await checkPlexToken(device, kept.token);
  switch (check.kind) {
    case 'valid':
      return { token: 'valid', user: nameOf(check.user), problem: null };
    case 'invalid':
      return { token: 'invalid', user: null, problem: refusedToken({ ...place, kept }) };
    case 'unknown':
      return { token: 'unknown', user: null, problem: new Failure(troubleSentence(server, check.reason)) };
  }
}
