import { Option, type Command } from 'commander';
import type { Settings } from '@linkpin/server';
import { fields, type Field } from './fields.ts';
import type { Given, Reading } from './reading.ts';

/** What stands for a value in help. */
const placeholders: Partial<Record<keyof Settings, string>> = {
  port: 'NUMBER',
  host: 'ADDRESS',
  data: 'FOLDER',
  publicUrl: 'URL',
  allowedHosts: 'NAME',
  trustedProxies: 'ADDRESS',
  registration: 'invite|open|off',
  geoDatabase: 'FILE',
  forwardSchemes: 'SCHEME',
  issuesPerMinute: 'NUMBER',
  name: 'TEXT',
  accent: 'COLOUR',
  logLevel: 'silent|error|warn|info|debug',
};

/** Help shows settings in this order, under these headings; one that is named nowhere comes last. */
const groups: Readonly<Record<string, readonly (keyof Settings)[]>> = {
  'Where it serves:': ['port', 'host', 'publicUrl', 'allowedHosts', 'trustedProxies', 'insecureHttp'],
  'What it keeps and says:': ['data', 'logLevel'],
  'Who may come in:': ['registration', 'issuesPerMinute', 'forwardSchemes'],
  'Where requests come from:': ['geoDatabase', 'approverPlace'],
  'How it looks:': ['name', 'accent', 'demo'],
};
const rest = 'More settings:';

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

function optionFor(field: Field): Option {
  const { kind, flag, description, fallback } = field;
  if (kind === 'switch') return new Option(flag, description);
  const option = new Option(`${flag} <${placeholders[field.key] ?? 'VALUE'}>`, description);
  if (kind === 'list') return option.argParser(collect);
  // Told in the text and not to commander: a default must not look like something that was given.
  option.description += fallback === undefined ? '' : ` (${String(fallback)})`;
  return option;
}

/**
 * Makes each setting a flag of a command.
 *
 * @param keys which ones; all when not given
 */
export function addSettingFlags(command: Command, keys?: readonly (keyof Settings)[]): void {
  const sorted = [...Object.values(groups).flat(), ...fields.map(({ key }) => key)];
  for (const key of new Set(sorted)) {
    const field = fields.find((one) => one.key === key);
    if (field === undefined || (keys !== undefined && !keys.includes(key))) continue;
    const option = optionFor(field);
    if (keys === undefined) {
      const [heading = rest] = Object.entries(groups).find(([, members]) => members.includes(key)) ?? [];
      option.helpGroup(heading);
    }
    command.addOption(option);
    if (field.kind === 'switch') command.addOption(new Option(`--no-${field.flag.slice(2)}`).hideHelp());
  }
}

/** The settings that were given as flags. */
export function readFlags(command: Command): Reading {
  const given = new Map<keyof Settings, Given>();
  for (const { key, flag } of fields) {
    if (command.getOptionValueSource(key) !== 'cli') continue;
    const value: unknown = command.getOptionValue(key);
    given.set(key, { value: Array.isArray(value) ? value.join(',') : value, origin: flag });
  }
  return { given, problems: [], warnings: [] };
}
