import type { Field } from './fields.ts';
import type { Resolved } from './resolve.ts';

/** A setting with secrets masked. */
export interface ShownSetting {
  readonly key: string;
  /** Null if unset. */
  readonly value: unknown;
  readonly source: string;
}

/** Replacement for a secret. */
const mask = '****';

/** A password in a URL. One with an @ or a / that is not escaped is masked whole, too. */
const inAddress = /(\/\/[^/@:\s]*:)(?:[^/?#\s]+|(?!\d+[/?,])\S+)@/g;

/** A text with the passwords of its URLs masked. */
export const maskedText = (text: string): string => text.replace(inAddress, `$1${mask}@`);

/** The settings that are secrets. */
const secrets: readonly Field['key'][] = ['webhookSecrets', 'mailPassword', 'oidcClientSecret'];

const masked = (value: unknown): unknown => (typeof value === 'string' ? maskedText(value) : (value ?? null));

/** Masks each secret of a list: their number is not secret. */
const hidden = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(() => mask) : value === undefined ? null : mask;

/** All settings, plus the secret keys, which are not settings but which people look for here. */
export function maskedSettings(
  fields: readonly Field[],
  { settings, given }: Pick<Resolved, 'settings' | 'given'>,
  environment: NodeJS.ProcessEnv,
): readonly ShownSetting[] {
  const shown = fields.map(({ key }) => ({
    key,
    value: secrets.includes(key) ? hidden(settings[key]) : masked(settings[key]),
    source: given.get(key)?.origin ?? 'default',
  }));
  return [...shown, keysOf(settings.data, environment)];
}

function keysOf(data: string, environment: NodeJS.ProcessEnv): ShownSetting {
  const file = environment['LINKPIN_KEYS_FILE'] ?? '';
  if ((environment['LINKPIN_KEYS'] ?? '') !== '') return { key: 'keys', value: mask, source: 'LINKPIN_KEYS' };
  if (file !== '') return { key: 'keys', value: `${mask} in ${file}`, source: 'LINKPIN_KEYS_FILE' };
  return { key: 'keys', value: `${mask} in ${data}/keys.json`, source: 'default' };
}
