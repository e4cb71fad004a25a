import type { SignInEvent, SignInScreen } from './screen.ts';

// Every character that a terminal might act on, and line ends of every kind, so that one event is one line.
const unsafe = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu;

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');

function toJson(event: SignInEvent): object {
  if (event.kind !== 'retrying') return event;
  const { error, ...others } = event;
  return { ...others, reason: error.code };
}

/**
 * A screen for programs that read: each event is one line of JSON (NDJSON). The seconds that pass are not told.
 *
 * @param write - receives whole lines
 */
export function jsonScreen(write: (line: string) => void = (line) => void process.stderr.write(line)): SignInScreen {
  let last = '';
  return {
    show(event) {
      if (event.kind === 'pending') return;
      const { remaining: _, retryIn: __, ...what } = event as Partial<Record<string, unknown>>;
      const same = JSON.stringify(what);
      if (same !== last) write(`${JSON.stringify(toJson(event)).replace(unsafe, escaped)}\n`);
      last = same;
    },
  };
}
