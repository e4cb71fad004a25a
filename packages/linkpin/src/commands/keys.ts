import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { openKeyFile, retireKey, rotateKeyFile, useKey, type SecretKey, type Settings } from '@linkpin/server';
import { Failure, systemCode } from '../failure.ts';
import { keyFilePath } from '../serve/secret-keys.ts';
import { explainStartError } from '../serve/start-errors.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';
import { keysExportCommand } from './keys-export.ts';
import { keysNewCommand } from './keys-new.ts';

const help = `
Start the service again afterwards: it reads its keys when it starts, and at no
signal. From then on it makes everything with the new key, and still reads what
the older ones made. Take an old one out with --retire at a later rotation, once
nothing lives that it made. With a key that was stolen, do both at once.

Several replicas learn a new key before any of them uses it: --last, the file to
all, each started again; then --use, the file to all, each started again.

The keys are in the data folder, or in the file that LINKPIN_KEYS_FILE names.

Examples:
  linkpin keys rotate --data /var/lib/linkpin
  linkpin keys rotate --retire 0f3a9c2b71d4
  linkpin keys rotate --last
  linkpin keys rotate --use 51c6e07da2b9`;

/** `linkpin keys`, the parent of the subcommands. */
export function keysCommand(): Command {
  const rotate = new Command('rotate')
    .summary('put a new key in front')
    .description('Puts a new secret key in front of the others.')
    .addOption(new Option('--last', 'put it behind them: it is read, and not used yet').conflicts(['use', 'retire']))
    .option('--use <KID>', 'put this key in front, and make none')
    .option('--retire <KID>', 'take this key out; what it made stops working')
    .option('--json', 'print the names of the keys as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(rotate, storeFlags);
  addConfigFlag(rotate);
  rotate.action(async (options: Rotation & { readonly json?: boolean }) => {
    const { json = false, last = false, retire } = options;
    const { settings } = await loadSettings(rotate);
    const kids = (await rotated(settings, options)).map(({ kid }) => kid);
    const next = last ? kids.at(-1) : undefined;
    const [newest, ...older] = kids.filter((kid) => kid !== next);
    if (json) process.stdout.write(jsonLine({ newest, older, next: next ?? null, retired: retire ?? null }));
    else {
      process.stdout.write(`The newest key is ${newest}. Older ones: ${older.join(', ') || 'none'}.\n`);
      if (next !== undefined) process.stdout.write(`To be used later: ${next}.\n`);
    }
    const again = settings.store === undefined ? startAgain : last ? learnAgain : startAllAgain;
    process.stderr.write(`${again}${next === undefined ? '' : ` Then: linkpin keys rotate --use ${next}`}\n`);
  });
  return new Command('keys')
    .description('The secret keys that tokens and codes are made with.')
    .addCommand(rotate)
    .addCommand(keysExportCommand())
    .addCommand(keysNewCommand());
}

const startAgain = 'Start the service again: until then it works with the keys that it has read.';
const learnAgain = 'Give every process on the database this file, then start each again, one after the other.';
const startAllAgain =
  'Give every process on the database this file, then start each again: what one makes with the new key, those without it cannot read.';

/** What becomes of the keys, by the flags. */
interface Rotation {
  readonly last?: boolean;
  readonly use?: string;
  readonly retire?: string;
}

async function rotated(settings: Settings, { last = false, use, retire }: Rotation): Promise<readonly SecretKey[]> {
  const file = keyFilePath(join(resolve(settings.data), 'keys.json'));
  if (file === null) {
    throw new Failure(
      'The keys are in LINKPIN_KEYS, where linkpin cannot write. Put a new one in front there yourself.',
    );
  }
  try {
    for (const kid of [use, retire]) if (kid !== undefined) await assertHasKey(file, kid);
    if (use !== undefined && use === retire) throw new Failure('One key cannot be used and taken out at once.');
    const ring = await (use === undefined ? rotateKeyFile(file, last ? 'last' : 'first') : useKey(file, use));
    return retire === undefined ? ring : await retireKey(file, retire);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') {
      throw new Failure(`There are no keys in ${file}. Is it the right folder? Choose another with --data.`);
    }
    throw explainStartError(error, settings);
  }
}

/** Checks that the key exists first, so that a typo cannot rotate the keys. */
async function assertHasKey(file: string, kid: string): Promise<void> {
  const kids = (await openKeyFile(file)).map((key) => key.kid);
  if (kids.includes(kid)) return;
  throw new Failure(`There is no key ${plainText(kid)} in ${file}. There are ${kids.join(', ')}.`);
}
