// Pure: no I/O, no clock, no randomness. Which language a person gets.
import { languages, type Language } from './languages.ts';

/** What says which language a person wants, strongest first. All of it comes from outside. */
export interface Wishes {
  /** `?lang=`, or `ui_locales` (OpenID Connect Core §3.1.2.1): tags separated by spaces. */
  readonly query: string | null;
  readonly cookie: string | null;
  /** What the signed-in account chose. */
  readonly account: Language | null;
  /** `Accept-Language` (RFC 9110 §12.5.4). */
  readonly accepted: string | null;
}

/** How much of a text is read: far more than any browser sends. */
const longest = 1000;

const byTag: ReadonlyMap<string, Language> = new Map(
  Object.values(languages).map(({ tag }) => [tag.toLowerCase(), tag] as const),
);

/** The language for a tag: the same, or the one without its region ("de-AT" is read as "de"). */
export function languageOf(tag: string | null | undefined): Language | null {
  const lower = (tag ?? '').slice(0, longest).trim().toLowerCase();
  return byTag.get(lower) ?? byTag.get(lower.split('-', 1)[0] ?? '') ?? null;
}

/** The first language that we have in a list of tags. */
export function firstLanguage(tags: string | null): Language | null {
  for (const tag of (tags ?? '').slice(0, longest).split(/\s+/)) {
    const found = languageOf(tag);
    if (found !== null) return found;
  }
  return null;
}

/** Reads one entry of the header; a weight that is none counts as not wanted. */
function rangeOf(entry: string): { readonly language: Language | null; readonly weight: number } {
  const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim());
  const weight =
    parameters.length === 0 ? '1' : (/^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i.exec(parameters[0] ?? '')?.[1] ?? '0');
  return { language: tag === '*' ? 'en' : languageOf(tag), weight: parameters.length > 1 ? 0 : Number(weight) };
}

/** The language that a browser prefers of those that we have. */
function acceptedLanguage(header: string | null): Language | null {
  const ranges = (header ?? '').slice(0, longest).split(',').map(rangeOf);
  const [best] = ranges
    .filter(({ language, weight }) => language !== null && weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  return best?.language ?? null;
}

/** Chooses the language: the link's, the browser's own choice, the account's, what the browser prefers, English. */
export function chooseLanguage({ query, cookie, account, accepted }: Wishes): Language {
  return firstLanguage(query) ?? languageOf(cookie) ?? account ?? acceptedLanguage(accepted) ?? 'en';
}
