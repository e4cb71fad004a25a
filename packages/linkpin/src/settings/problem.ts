import { plainText } from '../terminal/plain-text.ts';
import type { Field } from './fields.ts';
import type { Given } from './reading.ts';

/** What the schema has against a value: the part of its issues that is used. */
export interface SettingIssue {
  readonly code: string;
  readonly message: string;
  readonly expected?: string;
  readonly format?: string;
  readonly origin?: string;
  readonly minimum?: number | bigint;
  readonly maximum?: number | bigint;
  readonly values?: readonly unknown[];
}

/** What is wrong with a setting, as a sentence that says where it stands and what it must be. */
export function problemWith(field: Field, { value, origin }: Given, issue: SettingIssue | undefined): string {
  return `${origin} is ${shown(value)}, but ${demand(field, value, issue)}.`;
}

function shown(value: unknown): string {
  if (value === '') return 'empty';
  const text = plainText(typeof value === 'string' ? value : JSON.stringify(value));
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

function demand({ kind }: Field, value: unknown, issue: SettingIssue | undefined): string {
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
