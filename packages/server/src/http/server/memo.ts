/** Longer texts are not cached. */
const longest = 256;

/**
 * Caches the results of a pure function of a text, for the few texts that most requests bring.
 *
 * @param most how many texts are cached; when there are more, the cache is emptied
 */
export function memo<Value>(tell: (text: string) => Value, most = 4096): (text: string) => Value {
  const told = new Map<string, Value>();
  return (text) => {
    const known = told.get(text);
    if (known !== undefined) return known;
    const value = tell(text);
    if (told.size >= most) told.clear();
    if (text.length <= longest) told.set(text, value);
    return value;
  };
}
