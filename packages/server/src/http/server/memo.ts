/** Longer texts are not cached. */
const longest = 256;

/**
 * Caches the results of a pure function of a text, for the few texts that most requests bring.
 *
 * @param most how many texts are cached; when there are more, the cache is emptied
 */
export function memo<Value>(derive: (text: string) => Value, most = 4096): (text: string) => Value {
  const cached = new Map<string, Value>();
  return (text) => {
    const known = cached.get(text);
    if (known !== undefined) return known;
    const value = derive(text);
    if (cached.size >= most) cached.clear();
    if (text.length <= longest) cached.set(text, value);
    return value;
  };
}
