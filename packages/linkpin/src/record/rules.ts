// What becomes of a value, by where it is. What has no rule is left out.

/** Replaced by a stand-in; equal values by equal ones, within their kind. */
export interface StandInRule {
  readonly is: StandInKind;
  /** What stand-ins begin with, where their shape leaves room for it. */
  readonly word: string;
}

/** A value that stands alone. */
export type ScalarRule =
  | StandInRule
  /** Moved with the clock of the recording. */
  | { readonly is: 'time' }
  /** Kept: whether something is so. */
  | { readonly is: 'flag' }
  /** Whether something is so of a person: kept as a type, with the value false. */
  | { readonly is: 'private-flag' }
  /** Kept: a small number. */
  | { readonly is: 'count' }
  /** Kept if it is one of these. */
  | { readonly is: 'word'; readonly words: readonly string[] }
  /** A list of words with commas between: those of these are kept. */
  | { readonly is: 'words'; readonly words: readonly string[] }
  /** Replaced by always the same. */
  | { readonly is: 'fixed'; readonly text: string };

/** Kinds of stand-ins. */
export type StandInKind = 'id' | 'code' | 'token' | 'opaque' | 'person' | 'text' | 'address' | 'url' | 'key';

/** The name in {@link Members} of the text of an element that has attributes, too. */
export const ownText = '#text';

/** Rules by the name of a member, an attribute or an element. */
export type Members = Readonly<Record<string, Rule>>;

/** See {@link ScalarRule}. */
export type Rule =
  | ScalarRule
  | { readonly is: 'record'; readonly members: Members }
  | { readonly is: 'list'; readonly item: Rule }
  /** A list or an object, kept without what is in it. */
  | { readonly is: 'emptied' };

const standIn =
  (is: StandInKind) =>
  (word: string): StandInRule => ({ is, word });

export const code: StandInRule = standIn('code')('pin');
export const id: StandInRule = standIn('id')('id');
export const token: StandInRule = standIn('token')('token');
export const url: StandInRule = standIn('url')('host');
export const address: StandInRule = standIn('address')('host');
export const publicKey: StandInRule = standIn('key')('key');
export const opaque: (word: string) => StandInRule = standIn('opaque');
export const person: (word: string) => StandInRule = standIn('person');
export const text: (word: string) => StandInRule = standIn('text');
export const time: ScalarRule = { is: 'time' };
export const flag: ScalarRule = { is: 'flag' };
export const privateFlag: ScalarRule = { is: 'private-flag' };
export const count: ScalarRule = { is: 'count' };
export const emptied: Rule = { is: 'emptied' };
export const words = (...known: readonly string[]): ScalarRule => ({ is: 'words', words: known });
export const word = (...words: readonly string[]): ScalarRule => ({ is: 'word', words });
export const fixed = (constant: string): ScalarRule => ({ is: 'fixed', text: constant });
export const record = (members: Members): Rule => ({ is: 'record', members });
export const list = (item: Rule): Rule => ({ is: 'list', item });
