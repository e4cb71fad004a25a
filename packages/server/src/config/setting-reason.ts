import { settingsSchema, type Settings } from './settings.ts';

/** A switch is on or off; a list may hold more than one text; a value is one text or number. */
export type SettingKind = 'switch' | 'list' | 'value';

/** What the schema has against a value: the part of its issues that is used. */
interface Issue {
  readonly code: string;
  readonly message: string;
  readonly expected?: string;
  readonly format?: string;
  readonly origin?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly values?: readonly unknown[];
}

const defaults = settingsSchema.parse({});

/** Whether a setting is a switch, a list or one value. */
export function kindOfSetting(key: keyof Settings): SettingKind {
  if (typeof defaults[key] === 'boolean') return 'switch';
  return Array.isArray(defaults[key]) ? 'list' : 'value';
}

/**
 * Says why a setting cannot have a value, whether it comes as text or as what it means.
 *
 * @returns the end of a sentence, such as `it must be at most 65535`; undefined if the value is valid
 */
export function settingReason(key: keyof Settings, value: unknown): string | undefined {
  const kind = kindOfSetting(key);
  const result = fits(kind, value) ? settingsSchema.shape[key].safeParse(value) : undefined;
  return result?.success === true ? undefined : reasonOf(kind, value, result?.error.issues[0] as Issue | undefined);
}

/** The schema makes numbers out of almost anything, emptiness included; what is not even of the right kind stays out. */
function fits(kind: SettingKind, value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== '';
  if (kind === 'list') return Array.isArray(value);
  return typeof value === (kind === 'switch' ? 'boolean' : 'number');
}

function reasonOf(kind: SettingKind, value: unknown, issue: Issue | undefined): string {
  if (kind === 'switch') return 'it must be true or false';
  if (issue === undefined) {
    if (typeof value === 'string') return 'it must be something; leave it out for the default';
    return kind === 'list' ? 'it must be a list of texts' : 'it must be one text or number';
  }
  if (issue.message.startsWith('must ')) return `${kind === 'list' ? 'each of them' : 'it'} ${issue.message}`;
  const letters = issue.origin === 'string' ? ' characters long' : '';
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'string') return 'it must be text; put it in quotes';
      return 'it must be a whole number';
    case 'too_small':
      return `it must be at least ${issue.minimum}${letters}`;
    case 'too_big':
      return `it must be at most ${issue.maximum}${letters}`;
    case 'invalid_value':
      return `it must be one of ${issue.values?.join(', ')}`;
    case 'invalid_union':
      return 'it must be a list of texts';
    case 'invalid_format':
      return issue.format === 'url' ? 'it must be a URL such as https://linkpin.example' : issue.message;
    default:
      return `that cannot be: ${issue.message}`;
  }
}
