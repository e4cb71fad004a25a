import { Command } from 'commander';
import { listBlocks } from '@linkpin/server';
import { withBlocks } from '../blocks/with-blocks.ts';
import { blockFacts, blockRow } from '../blocks/words.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { table } from '../terminal/table.ts';

const help = `
A line each: id, name, what it is known by, until when, and who blocked it. What
people block for themselves is not listed: it is theirs.`;

/** `linkpin blocks list`. */
export function blocksListCommand(): Command {
  const list = new Command('list')
    .summary('list all blocks')
    .description('Lists the requesters that are blocked for everybody.')
    .option('--json', 'print them as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(list, storeFlags);
  addConfigFlag(list);
  return list.action(async ({ json = false }: { readonly json?: boolean }) => {
    const { settings } = await loadSettings(list);
    const blocks = await withBlocks(settings, listBlocks);
    if (json) process.stdout.write(jsonLine({ blocks: blocks.map(blockFacts) }));
    else if (blocks.length === 0) process.stderr.write('Nothing is blocked.\n');
    else process.stdout.write(table(['ID', 'NAME', 'KNOWN BY', 'UNTIL', 'BY'], blocks.map(blockRow)));
  });
}
