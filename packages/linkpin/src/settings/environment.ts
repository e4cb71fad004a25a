import { readFileSync } from 'node:fs';
import type { Settings } from '@linkpin/server';
import { systemCode } from '../failure.ts';
import { fields, type Field } from './fields.ts';
import { suggest } from './suggest.ts';
import type { Given, Reading } from './reading.ts';

/** Environment variables that are not settings. */
const others = [
  'LINKPIN_CONFIG',
  'LINKPIN_KEYS',
  'LINKPIN_KEYRING',
  'LINKPIN_KEYS_FILE',
  'LINKPIN_STORE_PASSWORD',
  'LINKPIN_STORE_PASSWORD_FILE',
  'LINKPIN_SERVER',
  'LINKPIN_TOKEN',
];

/** Variables that Kubernetes and container links set for a service named linkpin. */
const isServiceLink = (name: string, value: string): boolean =>
  /^LINKPIN_(.+_)?(SERVICE_(HOST|PORT(_.+)?)|PORT_\d+_(TCP|UDP|SCTP)(_.+)?)$/.test(name) ||
  /^(tcp|udp|sctp):\/\//.test(value);

/** Drops trailing line breaks, which editors, `echo` and secret stores append. */
const withoutLineEnd = (text: string): string => text.replace(/[\r\n]+$/, '');

/** Names that similar tools use for the same setting; ours takes precedence. */
const aliases: Readonly<Record<string, keyof Settings>> = { GEOLITE_DB_PATH: 'geoDatabase' };

/**
 * Reads settings from the environment: `LINKPIN_NAME`, or `LINKPIN_NAME_FILE` with the name of a file that holds the
 * value. An empty variable counts as absent.
 */
export function readEnvironment(environment: NodeJS.ProcessEnv): Reading {
  const given = new Map<keyof Settings, Given>();
  const problems: string[] = [];
  const present = new Map(
    Object.entries(environment)
      .map(([name, value = '']) => [name, withoutLineEnd(value)] as const)
      .filter(([, value]) => value !== ''),
  );

  for (const [alias, key] of Object.entries(aliases)) {
    const value = present.get(alias);
    if (value !== undefined) given.set(key, { value, origin: alias });
  }
  for (const field of fields) {
    const value = present.get(field.environment);
    if (value !== undefined && !isServiceLink(field.environment, value)) {
      given.set(field.key, { value, origin: field.environment });
    }
    readFromFile(field, present, given, problems);
  }
  const foreign = [...present].filter(([name, value]) => isForeign(name, value)).map(([name]) => name);
  const typos = new Map(foreign.map((name) => [name, suggest(name, names)]));
  return {
    given,
    problems: [
      ...problems,
      ...[...typos].flatMap(([name, meant]) =>
        meant === undefined ? [] : [`The environment has ${name}, which is not a setting. Did you mean ${meant}?`],
      ),
    ],
    warnings: foreign
      .filter((name) => typos.get(name) === undefined)
      .map((name) => `${name} is not a setting of linkpin; it was ignored.`),
  };
}

const names = [...fields.flatMap(({ environment }) => [environment, `${environment}_FILE`]), ...others];
const isForeign = (name: string, value: string): boolean =>
  name.startsWith('LINKPIN_') && !names.includes(name) && !isServiceLink(name, value);

function readFromFile(
  field: Field,
  present: ReadonlyMap<string, string>,
  given: Map<keyof Settings, Given>,
  problems: string[],
): void {
  const name = `${field.environment}_FILE`;
  const file = present.get(name);
  if (file === undefined) return;
  if (given.get(field.key)?.origin === field.environment) {
    problems.push(`Both ${field.environment} and ${name} are set. Keep one of them.`);
    return;
  }
  try {
    given.set(field.key, { value: withoutLineEnd(readFileSync(file, 'utf8')), origin: `${name} (${file})` });
  } catch (error) {
    problems.push(`${name} names ${file}, which cannot be read (${systemCode(error)}).`);
  }
}
