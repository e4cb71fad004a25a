import { Command, Option } from 'commander';
import { Failure } from '../failure.ts';
import { hostsFile } from '../hosts/hosts-file.ts';
import { interruption } from '../login/interruption.ts';
import { liveScreen } from '../login/live-screen.ts';
import { plainScreen } from '../login/plain-screen.ts';
import type { Screen } from '../login/screen.ts';
import { isOpenToAll, serverAddress } from '../login/server-address.ts';
import { nameOf, signIn } from '../login/sign-in.ts';
import { readTarget, type OAuthFlags, type Target } from '../oauth-login/target.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';
import { styleOf } from '../terminal/style.ts';
import { untilEnter } from '../terminal/until-enter.ts';

const nearby = 'http://127.0.0.1:4747';

const help = `
Shows a code, waits until somebody approves it in a browser, and keeps the token
in a file that only you can read. The token is never printed. Ctrl-C calls the
code off. NO_COLOR is honoured. Works with plex.tv, too.

With --issuer it signs in at any OAuth server that knows RFC 8628. Where the
server offers it and this machine has a browser, a page there takes the place of
the code; the server must allow the client the redirect to
http://127.0.0.1/callback, at any port. --device asks for a code all the same.

Exit codes: 0 signed in, 1 not, 2 called off.

Examples:
  linkpin login --server https://linkpin.example
  linkpin login --server https://plex.tv --no-qr
  linkpin login --issuer https://login.example --client-id cli --scope read`;

interface LoginOptions extends OAuthFlags {
  readonly server?: string;
  readonly qr: boolean;
  readonly json?: true;
}

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

const say = (text: string): void => void process.stderr.write(text);

/** `linkpin login`. */
export function loginCommand(): Command {
  return new Command('login')
    .description('Signs this machine in with a code that you approve in a browser, such as the one\non your phone.')
    .option('--server <URL>', `where to sign in (LINKPIN_SERVER, else ${nearby})`)
    .option('--no-qr', 'draw no QR code')
    .option('--json', 'print who is signed in as one line of JSON')
    .optionsGroup('At an OAuth server:')
    .addOption(new Option('--issuer <URL>', 'which one, as its metadata writes it').conflicts('server'))
    .option('--client-id <ID>', 'who this program is there')
    .option('--scope <SCOPE>', 'what to ask for (may be repeated)', collect)
    .option('--resource <URL>', 'the API that the tokens are for')
    .option('--device', 'sign in with a code even where there is a browser')
    .optionsGroup('Options:')
    .addHelpText('after', help)
    .action(async (options: LoginOptions) => {
      const target = readTarget(options);
      await (target === null ? login(options) : loginAt(target, options));
    });
}

async function loginAt(target: Target, { qr, json, device }: LoginOptions): Promise<void> {
  const { oauthLogin } = await import('../oauth-login/oauth-login.ts');
  const signal = interruption();
  const surroundings = { screen: screenFor(qr), signal, anotherCode: anotherCodeOn(signal) };
  await oauthLogin(target, { device: device === true, json: json === true }, surroundings);
}

async function login({ server: typed, qr, json }: LoginOptions): Promise<void> {
  const server = serverAddress(typed ?? (process.env['LINKPIN_SERVER'] || nearby));
  const hosts = hostsFile();
  const isNew = await hosts.isNew();
  if (isOpenToAll(server)) say(`${server} is plain http: anybody on the way can read the token.\n`);

  const signal = interruption();
  const anotherCode = anotherCodeOn(signal);
  const user = await signIn({ server, hosts, screen: screenFor(qr), signal, anotherCode }).catch((error: unknown) => {
    throw signal.aborted ? new Failure('Called off. The code does not work any more.', 2) : error;
  });

  const name = user === null ? null : nameOf(user);
  const { live: seen, green } = styleOf(process.stdout);
  if (json === true) process.stdout.write(jsonLine({ server, user: name, storedIn: hosts.path }));
  else {
    const words = name === null ? 'Signed in' : `Signed in as ${plainText(name)}`;
    process.stdout.write(`${seen ? `${green('✓')} ` : ''}${words}\n`);
  }
  if (isNew) say(`The token is in ${hosts.path}, which only you can read.\n`);
}

function screenFor(qr: boolean): Screen {
  const style = styleOf(process.stderr);
  if (!style.live) return plainScreen(say);
  const room = () => ({ columns: process.stderr.columns || 80, rows: process.stderr.rows || 24 });
  return liveScreen(say, style, { room, qr });
}

function anotherCodeOn(signal: AbortSignal): (() => Promise<void>) | undefined {
  const { live } = styleOf(process.stderr);
  return live && process.stdin.isTTY ? () => askForAnother(signal) : undefined;
}

async function askForAnother(signal: AbortSignal): Promise<void> {
  say('The code has expired. Press Enter for another one, or Ctrl-C to leave. ');
  await untilEnter(process.stdin, signal);
}
