import type { WriteStream } from 'node:tty';

/** How to format text for a stream. */
export interface Style {
  /** True for an interactive terminal, where lines can be rewritten. */
  readonly live: boolean;
  readonly bold: (text: string) => string;
  readonly green: (text: string) => string;
  readonly dim: (text: string) => string;
  /** White on black, whatever the terminal's colours. */
  readonly inked: (text: string) => string;
}

type Stream = Pick<WriteStream, 'isTTY'>;

/** Chooses the style of a stream: colours only on a terminal that supports them and without `NO_COLOR`. */
export function styleOf(stream: Partial<Stream>, environment: NodeJS.ProcessEnv = process.env): Style {
  const live = stream.isTTY === true && environment['TERM'] !== 'dumb';
  const coloured = live && (environment['NO_COLOR'] ?? '') === '';
  const sgr = (on: string) => (text: string) => (coloured ? `\u001b[${on}m${text}\u001b[0m` : text);
  return { live, bold: sgr('1'), green: sgr('32'), dim: sgr('2'), inked: sgr('38;5;231;48;5;16') };
}
