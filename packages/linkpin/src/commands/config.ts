import { Command } from 'commander';
import { fields } from '../settings/fields.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { maskedSettings } from '../settings/masked.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { table } from '../terminal/table.ts';

const help = `
Takes every flag of "linkpin serve", so that you see what a start would do.
Secrets are masked. All settings are explained in docs/settings.md.

Examples:
  linkpin config
  linkpin config --config linkpin.yml --json`;

/** `linkpin config`. */
export function configCommand(): Command {
  const command = new Command('config')
    .description('Prints each setting, its value and where it comes from.')
    .addHelpText('after', help);
  addSettingFlags(command);
  command.optionsGroup('This command:');
  addConfigFlag(command);
  command.option('--json', 'print the settings as one line of JSON');
  return command.action(async () => {
    const resolved = await loadSettings(command);
    for (const warning of resolved.warnings) process.stderr.write(`${warning}\n`);
    const rows = maskedSettings(fields, resolved, process.env);
    if (command.getOptionValue('json') === true) {
      process.stdout.write(
        jsonLine(Object.fromEntries(rows.map(({ key, value, source }) => [key, { value, source }]))),
      );
    } else {
      const lines = rows.map(({ key, value, source }) => [key, shown(value), source]);
      process.stdout.write(table(['SETTING', 'VALUE', 'SOURCE'], lines));
    }
  });
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.join(', ');
  return value === null || value === '' ? '-' : plain(value);
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
