const none: readonly string[] = [];
const nobody = (): readonly string[] => none;

function read(text: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  for (const [key, value] of new URLSearchParams(text)) {
    const name = key.toLowerCase();
    const before = values.get(name);
    if (before === undefined) values.set(name, [value]);
    else before.push(value);
  }
  return values;
}

/** The values in a query or a form body by name, ignoring case, in order. The text is parsed on first use. */
export function namedValues(text: string): (name: string) => readonly string[] {
  if (text === '') return nobody;
  let values: Map<string, string[]> | undefined;
  return (name) => {
    values ??= read(text);
    return values.get(name.toLowerCase()) ?? none;
  };
}
