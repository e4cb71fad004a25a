// A real terminal: tmux draws what a command writes, and types.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { until } from '../support/until.ts';
import { bin } from './linkpin.ts';

const execute = promisify(execFile);

/** One window in which one command runs. */
export interface Terminal {
  /** The lines that can be seen. */
  screen(): Promise<readonly string[]>;
  /** The lines, with the codes that colour them. */
  colours(): Promise<string>;
  /** Waits until the screen shows something. */
  shows(pattern: RegExp): Promise<readonly string[]>;
  /** Types, by tmux's names for keys (`C-c`, `Enter`) or letter by letter. */
  type(...keys: readonly string[]): Promise<void>;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Runs `linkpin`, or another program of Node's, in a terminal of 80×24 or another size; its exit code is shown as
 * `(left with …)`.
 */
export async function openTerminal(
  t: { after(undo: () => Promise<void>): void },
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  [columns, rows]: readonly [number, number] = [80, 24],
  program: readonly string[] = [bin],
): Promise<Terminal> {
  const socket = `linkpin-${process.pid}-${randomBytes(4).toString('hex')}`;
  const tmux = async (...more: readonly string[]): Promise<string> => {
    const options = { env: { ...env, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8' } };
    try {
      return (await execute('tmux', ['-u', '-L', socket, '-f', '/dev/null', ...more], options)).stdout;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      throw new Error('These tests need tmux, a terminal: on Debian, run "apt-get install tmux" as root.');
    }
  };
  const line = [process.execPath, ...program, ...args].map(quoted).join(' ');
  const command = `${line}; printf '\\n(left with %s)' $?; exec cat`;
  await tmux('new-session', '-d', '-x', String(columns), '-y', String(rows), command);
  t.after(async () => {
    await tmux('kill-server');
  });

  const screen = async (): Promise<readonly string[]> => (await tmux('capture-pane', '-p')).split('\n').slice(0, rows);
  return {
    screen,
    colours: () => tmux('capture-pane', '-p', '-e'),
    async shows(pattern) {
      let lines: readonly string[] = [];
      const isShown = async (): Promise<boolean> => {
        lines = await screen();
        if (pattern.test(lines.join('\n'))) return true;
        if (lines.some((line) => line.startsWith('(left with'))) throw new Error('The command has left.');
        return false;
      };
      await until(`the terminal shows ${pattern}`, isShown, 100).catch((error: unknown) => {
        throw new Error(`The terminal does not show ${pattern}, but:\n${lines.join('\n')}`, { cause: error });
      });
      return lines;
    },
    type: async (...keys) => {
      await tmux('send-keys', ...keys);
    },
  };
}
