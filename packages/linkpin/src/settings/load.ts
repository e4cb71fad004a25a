import type { Command } from 'commander';
import { readEnvironment } from './environment.ts';
import { readSettingsFile } from './file.ts';
import { readFlags } from './flags.ts';
import { resolveSettings, type Resolved } from './resolve.ts';

/** Adds the flag that names a settings file. */
export const addConfigFlag = (command: Command): Command =>
  command.option('--config <FILE>', 'read settings from this YAML file (LINKPIN_CONFIG)');

/**
 * Loads the settings for a command: flags, then environment, then settings file, then defaults.
 *
 * @param command after parsing; settings without a flag there come from the other sources
 * @throws {Failure} that names every problem at once
 */
export async function loadSettings(command: Command, environment: NodeJS.ProcessEnv = process.env): Promise<Resolved> {
  const flag: unknown = command.getOptionValue('config');
  const file = typeof flag === 'string' ? flag : environment['LINKPIN_CONFIG'];
  const fromFile = file === undefined || file === '' ? [] : [await readSettingsFile(file)];
  return resolveSettings([readFlags(command), readEnvironment(environment), ...fromFile]);
}
