import { isIP } from 'node:net';
import { Command, InvalidArgumentError, Option } from 'commander';
import { addBlock, withoutBrackets, type Blockable } from '@linkpin/server';
import { withBlocks } from '../blocks/with-blocks.ts';
import { blockFacts } from '../blocks/words.ts';
import { Failure } from '../failure.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';

const help = `
A requester is a client at an address (an IPv6 address stands for its /64), or a
key. The client alone cannot be blocked: many devices may have the same. Its
requests are refused, and nobody can link what it asked for before.

Examples:
  linkpin blocks add --client tv-app --from 192.0.2.66
  linkpin blocks add --client player --oauth --from 2001:db8::1 --days 2
  linkpin blocks add --key NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs`;

const dayLength = 24 * 60 * 60 * 1000;

function days(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 3650) return count;
  throw new InvalidArgumentError('It is a number from 1 to 3650.');
}

function address(text: string): string {
  const bare = withoutBrackets(text);
  if (isIP(bare) !== 0) return bare;
  throw new InvalidArgumentError('It is an address, such as 192.0.2.66.');
}

interface AddOptions {
  readonly client?: string;
  readonly from?: string;
  readonly key?: string;
  readonly oauth?: true;
  readonly days: number;
  readonly json?: true;
}

/** `linkpin blocks add`. */
export function blocksAddCommand(): Command {
  const add = new Command('add')
    .summary('block a requester for everybody')
    .description('Blocks a requester for everybody.')
    .option('--client <ID>', 'its client identifier; needs --from')
    .addOption(new Option('--from <ADDRESS>', 'where it asks from').argParser(address))
    .option('--oauth', 'the client is an OAuth client, and no Plex one')
    .option('--key <THUMBPRINT>', 'its key (RFC 7638), in place of client and address')
    .addOption(new Option('--days <NUMBER>', 'for so long').argParser(days).default(30))
    .option('--json', 'print the block as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(add, storeFlags);
  addConfigFlag(add);
  return add.action(async (options: AddOptions) => {
    const whom = whomOf(options);
    const { settings } = await loadSettings(add);
    const block = await withBlocks(settings, (ports) => addBlock(ports, whom, options.days * dayLength));
    if (options.json === true) process.stdout.write(jsonLine(blockFacts(block)));
    else
      process.stdout.write(`${plainText(block.name)} is blocked. To undo it: linkpin blocks remove ${block.shortId}\n`);
  });
}

function whomOf({ client, from, key, oauth }: AddOptions): Blockable {
  if (key !== undefined && client === undefined && from === undefined) return { key };
  if (key === undefined && client !== undefined && from !== undefined) {
    return { protocol: oauth === true ? 'oauth' : 'plex', clientId: client, address: from };
  }
  throw new Failure('Say either --client and --from, or --key.', 2);
}
