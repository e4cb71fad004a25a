import { Command, Option } from 'commander';
import { untilEnter } from '@linkpin/client/cli';
import { Failure } from '../failure.ts';
import { hostsFile, type HostsFile } from '../credentials/hosts-file.ts';
import { tokenStore } from '../credentials/token-store.ts';
import { defaultServer } from '../credentials/signed-in.ts';
import { interruption } from '../login/interruption.ts';
import { terminalScreen } from '../login/terminal-screen.ts';
import { sayIn, terminalLanguage } from '../login/words/words.ts';
import { isUnencrypted, serverAddress } from '../login/server-address.ts';
import { requestPin, nameOf, signIn } from '../login/sign-in.ts';
import { readTarget, type OAuthFlags, type Target } from '../oauth-login/target.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';
import { printOnce } from '../terminal/stdout.ts';
import { styleOf } from '../terminal/style.ts';

const help = `
Shows a code, waits until somebody approves it in a browser, and keeps the token
in the system's keyring, or else in a file that only you can read. The token is
never printed. Works with plex.tv, too. Ctrl-C cancels the code. On a terminal
the page opens by itself where there is a browser. NO_COLOR is honoured.

For scripts and agents, --non-interactive prints the code and where to take it
as one line of JSON and ends at once; --resume waits for the yes.

With --issuer it signs in at any OAuth server, linkpin included. Where this
machine has a browser and the server offers that with PKCE, a page there takes
the place of the code; the server must allow the client the redirect to
http://127.0.0.1/callback, at any port. Enter asks for a code instead. --device
forces a code, --browser the browser. With --resource alone, the API says whose
tokens it takes (RFC 9728). A code that a killed run left is gone on with.

Exit codes: 0 signed in, 1 failure, 2 cancelled.

Examples:
  linkpin login --server https://linkpin.example
  linkpin login --server https://plex.tv --no-qr
  linkpin login --approver
      so that "linkpin approve CODE" works here, if you allow it on the page
  linkpin login --issuer https://login.example --client-id cli --scope read
  linkpin login --resource https://api.example --client-id cli`;

interface LoginOptions extends OAuthFlags {
  readonly server?: string;
  readonly approver?: true;
  readonly qr: boolean;
  /** False with --no-browser, true with --browser, undefined without both. */
  readonly browser?: boolean;
  readonly nonInteractive?: true;
  readonly resume?: true;
  readonly json?: true;
}

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/** What is said on this terminal. */
const wordsHere = () => sayIn(terminalLanguage(process.env));

const say = (text: string): void => void process.stderr.write(text);

/** `linkpin login`. */
export function loginCommand(): Command {
  return new Command('login')
    .description('Signs this machine in with a code that you approve in a browser, such as the one\non your phone.')
    .option('--server <URL>', `where to sign in (LINKPIN_SERVER, else ${defaultServer})`)
    .option('--approver', 'ask for permission to approve other devices')
    .option('--no-qr', 'draw no QR code')
    .option('--browser', "sign in on a page in this machine's browser, or fail")
    .option('--no-browser', 'open no page')
    .option('--non-interactive', 'print the code as JSON, and do not wait')
    .option('--resume', 'wait for the code that --non-interactive printed')
    .option('--json', 'print who is signed in as one line of JSON')
    .optionsGroup('At an OAuth server:')
    .addOption(new Option('--issuer <URL>', 'which one, as its metadata writes it').conflicts('server'))
    .option('--client-id <ID>', 'who this program is there')
    .option('--scope <SCOPE>', 'what to ask for (may be repeated)', collect)
    .addOption(
      new Option('--resource <URL>', 'the API that the tokens are for; it can name its issuer').conflicts('server'),
    )
    .option('--device', 'sign in with a code even where there is a browser')
    .optionsGroup('Options:')
    .addHelpText('after', help)
    .action(async (options: LoginOptions) => {
      const target = readTarget(options);
      await (target === null ? login(options) : loginAt(target, options));
    });
}

async function loginAt(target: Target, { qr, browser, json, device }: LoginOptions): Promise<void> {
  if (device === true && browser === true) throw new Failure('Give --device or --browser, not both.');
  const { oauthLogin } = await import('../oauth-login/oauth-login.ts');
  const signal = interruption();
  const method = device === true || browser === false ? 'code' : browser === true ? 'browser' : undefined;
  const context = { screen: terminalScreen(qr, false), signal, anotherCode: anotherCodeOn(signal) };
  await oauthLogin(target, { method, json: json === true }, context);
}

async function login(options: LoginOptions): Promise<void> {
  const { server: typed, approver = false, nonInteractive = false, resume = false } = options;
  if (nonInteractive && resume) throw new Failure('Give --non-interactive first, and --resume in a second call.');
  const server = serverAddress(typed ?? (process.env['LINKPIN_SERVER'] || defaultServer));
  const hosts = hostsFile();
  if (isUnencrypted(server)) say(`${server} is plain http: anybody on the way can read the token.\n`);
  const signal = interruption();
  const context = { server, hosts, approver, resume, signal };
  await (nonInteractive ? begin(context) : finish(context, options)).catch((error: unknown) => {
    throw signal.aborted ? new Failure('Cancelled. The code no longer works.', 2) : error;
  });
}

interface LoginContext {
  readonly server: string;
  readonly hosts: HostsFile;
  readonly approver: boolean;
  readonly resume: boolean;
  readonly signal: AbortSignal;
}

async function begin(context: LoginContext): Promise<void> {
  const { code, linkUrl, qrText, remaining } = await requestPin(context);
  printOnce(
    jsonLine({
      server: context.server,
      code,
      url: linkUrl,
      urlWithCode: qrText,
      expiresIn: Math.floor(remaining),
      next: `linkpin login --resume --server ${context.server}`,
    }),
    'The code is lost. Run the command again for a new one.',
  );
}

async function finish(context: LoginContext, { qr, browser, json }: LoginOptions): Promise<void> {
  const { server, hosts, signal } = context;
  const isNew = await hosts.isNew();
  const anotherCode = anotherCodeOn(signal);
  const screen = terminalScreen(qr, browser);
  const { user, storedIn } = await signIn({ ...context, tokens: tokenStore(hosts), screen, anotherCode });

  const name = user === null ? null : nameOf(user);
  const { live: seen, green } = styleOf(process.stdout);
  if (json === true) process.stdout.write(jsonLine({ server, user: name, storedIn }));
  else {
    const words = seen ? wordsHere() : sayIn('en');
    const said = name === null ? words('signedIn') : words('signedInAs', { name: plainText(name) });
    process.stdout.write(`${seen ? `${green('✓')} ` : ''}${said}\n`);
  }
  if (isNew) {
    say(
      storedIn === hosts.path
        ? `The token is in ${storedIn}, which only you can read.\n`
        : "The token is in the system's keyring.\n",
    );
  }
  if ((process.env['LINKPIN_TOKEN'] ?? '').trim() !== '') say('LINKPIN_TOKEN is set, and is used instead of it.\n');
}

function anotherCodeOn(signal: AbortSignal): (() => Promise<void>) | undefined {
  const { live } = styleOf(process.stderr);
  return live && process.stdin.isTTY ? () => promptForAnother(signal) : undefined;
}

async function promptForAnother(signal: AbortSignal): Promise<void> {
  say(wordsHere()('again'));
  await untilEnter(process.stdin, signal);
}
