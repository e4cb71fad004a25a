/** Nothing that anybody has to send here has so many levels. */
const mostLevels = 64;

/**
 * Whether a JSON text has more levels than anybody needs. Looked at before it is parsed, because whatever walks through a
 * value level by level runs out of stack otherwise.
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
