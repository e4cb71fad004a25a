/** Longer texts are worked out each time. */
const longest = 256;

/**
 * A pure function of a text that remembers what it said: of the few texts that most requests bring it is worked out once.
 *
 * @param most how many texts; when there are more, all are forgotten
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
