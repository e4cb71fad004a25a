const none: readonly string[] = [];
const nobody = (): readonly string[] => none;

/** One name or value of a query or form, decoded as the URL standard says. */
function decode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return new URLSearchParams(`=${text}`).get('') ?? '';
  }
}

function read(text: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (let from = text.startsWith('?') ? 1 : 0, end = 0; from <= text.length; from = end + 1) {
    end = text.indexOf('&', from);
    if (end < 0) end = text.length;
    if (end === from) continue;
    const equals = text.indexOf('=', from);
    const middle = equals < 0 || equals > end ? end : equals;
    const name = decode(text.slice(from, middle)).toLowerCase();
    const value = decode(text.slice(middle + 1, end));
    const before = values.get(name);
    if (before === undefined) values.set(name, [value]);
    else before.push(value);
  }
  return values;
}

/**
 * The values in a query or a form body by name, without regard to case, in order. The text is read when first asked for,
 * as `URLSearchParams` reads it, but a few times quicker.
 */
export function namedValues(text: string): (name: string) => readonly string[] {
  if (text === '') return nobody;
  let values: Map<string, string[]> | undefined;
  return (name) => {
    values ??= read(text);
    return values.get(name.toLowerCase()) ?? none;
  };
}
