import { Command } from 'commander';
import { readEmailAddress, systemRandom, type Settings } from '@linkpin/server';
import { Failure } from '../failure.ts';
import { withStore } from '../serve/with-store.ts';
import { withRegistry } from '../accounts/with-registry.ts';
import { linkBase, loopbackNote } from '../serve/address-file.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';
import { printOnce } from '../terminal/stdout.ts';

const help = `
The link goes to stdout, everything else to stderr. Works while the service
runs, too. It has the public URL, or else the address that the service stored in
the data folder when it started.

With --to the service sends the link, once it runs: nothing is printed then but
that it is on its way.

Examples:
  linkpin invite --public-url https://link.example.org
  linkpin invite --to ada@example.org --config linkpin.yml`;

/** `linkpin invite`. */
export function inviteCommand(): Command {
  const command = new Command('invite')
    .description('Makes a link with which one person can make an account. It works once, and for seven days.')
    .option('--to <ADDRESS>', 'send it to this e-mail address instead of printing it')
    .option('--json', 'print the link and its end as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, [...storeFlags, 'publicUrl', 'mailServer']);
  addConfigFlag(command);
  return command.action(async () => {
    const { settings } = await loadSettings(command);
    const to: unknown = command.getOptionValue('to');
    if (settings.registration !== 'invite') throw new Failure(noNeed(settings.registration));
    if (typeof to === 'string') await send(settings, to);
    else await invite(settings, command.getOptionValue('json') === true);
  });
}

/** Puts the invite into the queue of the service, which makes the link when it sends it. */
async function send(settings: Settings, to: string): Promise<void> {
  const address = readEmailAddress(to);
  if (address === undefined) throw new Failure(`${plainText(to)} is not an e-mail address.`);
  if (settings.mailServer === undefined) throw new Failure('There is no mail server. Set mailServer: docs/mail.md.');
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const mail = { id: systemRandom.id(), kind: 'invite', account: null, address, grant: null } as const;
  const isIn = await withStore(settings, say, ({ store, ports }) =>
    store.mailQueue.put({ ...mail, at: ports.clock.now() }),
  );
  if (!isIn)
    throw new Failure('Too many mails wait already. "linkpin mail test ADDRESS" tells whether any can be sent.');
  say(`The service sends an invite to ${plainText(address)}, at once if it runs.`);
}

async function invite(settings: Settings, json: boolean): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const { secret, expiresAt } = await withRegistry(settings, say, (registry) => registry.invite());
  const { url: base, isLoopback } = linkBase(settings);
  const url = `${base}/signup?invite=${secret}`;
  if (!json) {
    say('Send this to one person. It works once, and for seven days.');
    if (isLoopback) say(loopbackNote);
  }
  const lost = 'The link is lost, and nobody can use it. Make another one: linkpin invite';
  printOnce(json ? jsonLine({ url, expiresAt: new Date(expiresAt).toISOString() }) : `${url}\n`, lost);
}

const noNeed = (registration: 'open' | 'off'): string =>
  registration === 'open'
    ? 'Registration is open, so nobody needs an invite. Set registration to "invite" for that.'
    : 'Registration is off, so no invite would work. Set registration to "invite", or make the account: linkpin user add NAME.';
