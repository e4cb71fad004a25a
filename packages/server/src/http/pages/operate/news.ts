// What the page tells after a redirect: a word in its address, and a number.
import type { News } from '../../../pages/views/operate/sheet.ts';
import type { PageRequest } from '../page-request.ts';

/** A message with a number in it. */
type Counting = (values: { readonly count: number }) => string;

/** A text for each word, and whether nothing was done. */
export type NewsTexts = Readonly<Record<string, readonly [text: string | Counting, isBad: boolean]>>;

/** The news that the address of a page names. */
export function newsIn({ c }: PageRequest, texts: NewsTexts): News | null {
  const word = c.req.query('done') ?? '';
  const found = Object.hasOwn(texts, word) ? texts[word] : undefined;
  if (found === undefined) return null;
  const [text, isBad] = found;
  const count = Number(c.req.query('count') ?? 0);
  return { text: typeof text === 'string' ? text : text({ count: Number.isSafeInteger(count) ? count : 0 }), isBad };
}
