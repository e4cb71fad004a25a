import { Command } from 'commander';
import { removeBlock } from '@linkpin/server';
import { withBlocks } from '../blocks/with-blocks.ts';
import { Failure } from '../failure.ts';
import { addSettingFlags, storeFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { plainText } from '../terminal/plain-text.ts';

/** `linkpin blocks remove`. */
export function blocksRemoveCommand(): Command {
  const remove = new Command('remove')
    .summary('remove a block')
    .description('Removes a block that is for everybody. A running service knows within a second.')
    .argument('<ID>', 'as the list tells it');
  addSettingFlags(remove, storeFlags);
  addConfigFlag(remove);
  return remove.action(async (id: string) => {
    const { settings } = await loadSettings(remove);
    if (!(await withBlocks(settings, (ports) => removeBlock(ports, id)))) {
      throw new Failure(`There is no block ${plainText(id)}. All that there are: linkpin blocks list`);
    }
    process.stdout.write(`${plainText(id)} is no longer blocked.\n`);
  });
}
