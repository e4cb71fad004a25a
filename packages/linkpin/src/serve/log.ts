import { pino, type Logger } from 'pino';
import { createTraceFields, type Settings } from '@linkpin/server';
import { plainText } from '../terminal/plain-text.ts';
import type { Style } from '../terminal/style.ts';

/** Creates a log on stderr: JSON for programs, formatted text for terminals. */
export function createLog(
  { logLevel: level, traces }: Pick<Settings, 'logLevel' | 'traces'>,
  style: Style,
  stderr: NodeJS.WritableStream,
): Logger {
  if (!style.live) {
    const mixin = traces ? { mixin: createTraceFields() } : {};
    return pino({ level, ...mixin }, pino.destination({ fd: 2, sync: true }));
  }
  return pino({ level }, { write: (line) => stderr.write(`${inWords(line, style)}\n`) });
}

/** Formats one line of the log for people. */
export function inWords(line: string, style: Style): string {
  const { level, msg, err } = JSON.parse(line) as {
    readonly level: number;
    readonly msg?: string;
    readonly err?: { readonly message?: string };
  };
  const name = pino.levels.labels[level] ?? 'note';
  const reason = err?.message === undefined ? '' : `: ${err.message}`;
  return `${style.bold(name)} ${plainText(`${msg ?? ''}${reason}`)}`;
}
