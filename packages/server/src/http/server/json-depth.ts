/** More levels than any request needs. */
const mostLevels = 64;

/**
 * Whether a JSON text is nested too deeply. Checked before it is parsed, because recursive code would overflow the
 * stack.
 */
export function isTooDeep(text: string): boolean {
  let level = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '"') inString = !inString;
    else if (inString) continue;
    else if (character === '[' || character === '{') level += 1;
    else if (character === ']' || character === '}') level -= 1;
    if (level > mostLevels) return true;
  }
  return false;
}
