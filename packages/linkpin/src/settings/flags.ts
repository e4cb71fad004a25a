import { Option, type Command } from 'commander';
import type { Settings } from '@linkpin/server';
import { fields, type Field } from './fields.ts';
import type { Given, Reading } from './reading.ts';

/** Placeholders for values in help. */
const placeholders: Partial<Record<keyof Settings, string>> = {
  port: 'NUMBER',
  host: 'ADDRESS',
  data: 'FOLDER',
  store: 'URL',
  storeDirect: 'URL',
  storeConnections: 'NUMBER',
  publicUrl: 'URL',
  allowedHosts: 'NAME',
  trustedProxies: 'ADDRESS',
  identityProxies: 'ADDRESS',
  proxyUserHeader: 'HEADER',
  proxyNameHeader: 'HEADER',
  proxyEmailHeader: 'HEADER',
  proxyGroupsHeader: 'HEADER',
  proxyTimeHeader: 'HEADER',
  proxySignInUrl: 'URL',
  tokenLapseDays: 'NUMBER',
  auditDays: 'NUMBER',
  serversFile: 'FILE',
  oidcIssuer: 'URL',
  oidcClientId: 'TEXT',
  oidcClientSecret: 'SECRET',
  oidcName: 'TEXT',
  oidcScopes: 'SCOPE',
  providersFile: 'FILE',
  geoDatabase: 'FILE',
  clientsFile: 'FILE',
  userCodes: 'FORMAT',
  registrationTokens: 'HASH',
  registrationScopes: 'SCOPE',
  registrationAudiences: 'URL',
  outboundAllowed: 'ADDRESS',
  mailServer: 'URL',
  mailPassword: 'PASSWORD',
  mailFrom: 'ADDRESS',
  mailPerHour: 'NUMBER',
  webhookUrl: 'URL',
  webhookSecrets: 'SECRET',
  webhookKinds: 'KIND',
  forwardSchemes: 'SCHEME',
  issuesPerMinute: 'NUMBER',
  guessesPerDay: 'NUMBER',
  plexCodeLength: 'NUMBER',
  livePinsPerNetwork: 'NUMBER',
  livePins: 'NUMBER',
  name: 'TEXT',
  accent: 'COLOUR',
  accentDark: 'COLOUR',
  logo: 'FILE',
  logoDark: 'FILE',
  icon: 'FILE',
  contact: 'TEXT',
  privacyUrl: 'URL',
  termsUrl: 'URL',
  logLevel: 'LEVEL',
};

/** Headings and order of settings in help; unlisted ones come last. */
const groups: Readonly<Record<string, readonly (keyof Settings)[]>> = {
  'Where it serves:': ['port', 'host', 'publicUrl', 'allowedHosts', 'trustedProxies', 'insecureHttp'],
  'What it keeps and says:': ['data', 'store', 'storeDirect', 'storeConnections', 'auditDays', 'logLevel'],
  'Who may come in:': ['registration', 'passwords', 'passwordRoutes', 'tokenLapseDays'],
  'From where people come:': [
    'oidcIssuer',
    'oidcClientId',
    'oidcClientSecret',
    'oidcName',
    'oidcScopes',
    'providersFile',
    'identityProxies',
    'proxyUserHeader',
    'proxyNameHeader',
    'proxyEmailHeader',
    'proxyGroupsHeader',
    'proxyTimeHeader',
    'proxySignInUrl',
  ],
  'How much of it:': ['issuesPerMinute', 'livePinsPerNetwork', 'livePins', 'guessesPerDay', 'plexCodeLength'],
  'Where requests come from:': ['geoDatabase', 'approverPlace'],
  'What apps may do:': ['forwardSchemes', 'serversFile', 'legacySdks'],
  'OAuth apps:': [
    'clientsFile',
    'userCodes',
    'clientRegistration',
    'registrationTokens',
    'registrationScopes',
    'registrationAudiences',
  ],
  'Whom it tells:': ['webhookUrl', 'webhookSecrets', 'webhookKinds', 'outboundAllowed'],
  'Mail to people:': ['mailServer', 'mailFrom', 'mailPassword', 'mailPerHour', 'insecureMail'],
  'How it looks:': [
    'name',
    'accent',
    'accentDark',
    'logo',
    'logoDark',
    'icon',
    'contact',
    'privacyUrl',
    'termsUrl',
    'demo',
  ],
};
const rest = 'More settings:';

/** The settings that say where everything is kept, for a command that works there. */
export const storeFlags: readonly (keyof Settings)[] = ['data', 'store', 'storeDirect'];

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/**
 * The options made from settings: a command may have a flag of its own with the name of a setting, such as --name of an
 * OAuth client.
 */
const settingOptions = new WeakSet<Option>();

/** The flag, and for a switch also its negation. */
function optionsFor({ key, kind, flag, description, choices, fallback }: Field): readonly [Option, ...Option[]] {
  if (kind === 'switch') {
    const no = `--no-${flag.slice(2)}`;
    if (fallback === true) return [new Option(no, `do not ${description}`), new Option(flag).hideHelp()];
    return [new Option(flag, description), new Option(no).hideHelp()];
  }
  const few = choices.join('|');
  const value = few !== '' && few.length <= 16 ? few : (placeholders[key] ?? 'VALUE');
  const words = few === '' || value === few ? description : `${description}: ${choices.join(', ')}`;
  // The default goes into the text and not to commander, so that it is not mistaken for a given value.
  const usual = kind === 'list' ? ' (may be repeated)' : fallback === undefined ? '' : ` (${String(fallback)})`;
  const option = new Option(`${flag} <${value}>`, `${words}${usual}`);
  return [kind === 'list' ? option.argParser(collect) : option];
}

/**
 * Adds a flag for each setting to a command.
 *
 * @param keys the settings; default: all
 */
export function addSettingFlags(command: Command, keys?: readonly (keyof Settings)[]): void {
  const sorted = [...Object.values(groups).flat(), ...fields.map(({ key }) => key)];
  for (const key of new Set(sorted)) {
    const field = fields.find((one) => one.key === key);
    if (field === undefined || (keys !== undefined && !keys.includes(key))) continue;
    const options = optionsFor(field);
    if (keys === undefined) {
      const [heading = rest] = Object.entries(groups).find(([, members]) => members.includes(key)) ?? [];
      options[0].helpGroup(heading);
    }
    for (const option of options) {
      settingOptions.add(option);
      command.addOption(option);
    }
  }
}

/** Reads the settings that were given as flags. */
export function readFlags(command: Command): Reading {
  const given = new Map<keyof Settings, Given>();
  const problems: string[] = [];
  for (const { key, flag } of fields) {
    const isOurs = command.options.some((option) => settingOptions.has(option) && option.attributeName() === key);
    if (!isOurs || command.getOptionValueSource(key) !== 'cli') continue;
    const value: unknown = command.getOptionValue(key);
    if (typeof value === 'string' && hasPassword(value)) problems.push(passwordIsSeen(flag));
    given.set(key, { value: Array.isArray(value) ? value.join(',') : value, origin: flag });
  }
  return { given, problems, warnings: [] };
}

/** Whether a URL of a database names a password. */
export const hasPassword = (value: string): boolean => /^postgres(ql)?:\/\/[^/?#@]*:[^/?#]*@/.test(value);

/** @param flag the one that the password stands in */
export const passwordIsSeen = (flag: string): string =>
  `${flag} has a password, which everybody on this machine can read in the list of processes. Leave it out there, and give it by LINKPIN_STORE_PASSWORD_FILE or LINKPIN_STORE_PASSWORD.`;
