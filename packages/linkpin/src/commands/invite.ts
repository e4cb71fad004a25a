import { Command } from 'commander';
import type { Settings } from '@linkpin/server';
import { Failure } from '../failure.ts';
import { withRegistry } from '../accounts/with-registry.ts';
import { linkBase, loopbackNote } from '../serve/address-file.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { printOnce } from '../terminal/stdout.ts';

const help = `
The link goes to stdout, everything else to stderr. Works while the service
runs, too. It has the public URL, or else the address that the service stored in
the data folder when it started.

Example:
  linkpin invite --public-url https://link.example.org`;

/** `linkpin invite`. */
export function inviteCommand(): Command {
  const command = new Command('invite')
    .description('Makes a link with which one person can make an account. It works once, and for seven days.')
    .option('--json', 'print the link and its end as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, [...storeFlags, 'publicUrl']);
  addConfigFlag(command);
  return command.action(async () => {
    const { settings } = await loadSettings(command);
    await invite(settings, command.getOptionValue('json') === true);
  });
}

async function invite(settings: Settings, json: boolean): Promise<void> {
  if (settings.registration !== 'invite') throw new Failure(noNeed(settings.registration));
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
