import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** How to open an address here: a program and its arguments, the address being the last one or in place of `%s`. */
export type Browser = readonly [program: string, ...args: readonly string[]];

const windows: Browser = ['rundll32.exe', 'url.dll,FileProtocolHandler'];

/**
 * The browser in front of this person, or null when there is none: over SSH, say, on a server without a
 * screen, or with `BROWSER=none`.
 *
 * @param has whether there is such a program
 */
export function findBrowser(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  has: (program: string) => boolean = isOnPath(environment),
): Browser | null {
  const set = (name: string): boolean => (environment[name] ?? '') !== '';
  // A browser would open there, and come back to the loopback of the machine here.
  if (set('SSH_CONNECTION') || set('SSH_TTY')) return null;
  if (platform === 'win32') return windows;
  const [chosen = '', ...args] = (environment['BROWSER'] ?? '').split(':')[0]?.trim().split(/\s+/) ?? [];
  if (chosen === 'none') return null;
  if (chosen !== '') return has(chosen) ? [chosen, ...args] : null;
  if (platform === 'darwin') return ['open'];
  if (set('WSL_DISTRO_NAME') && has(windows[0])) return windows;
  return (set('DISPLAY') || set('WAYLAND_DISPLAY')) && has('xdg-open') ? ['xdg-open'] : null;
}

const isOnPath =
  (environment: NodeJS.ProcessEnv) =>
  (program: string): boolean => {
    const places = program.includes('/') ? [''] : (environment['PATH'] ?? '').split(delimiter);
    return places.some((place) => isProgram(join(place, program)));
  };

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The command line that opens an address. */
export const commandLine = ([program, ...args]: Browser, url: string): readonly string[] =>
  args.some((arg) => arg.includes('%s'))
    ? [program, ...args.map((arg) => arg.replaceAll('%s', () => url))]
    : [program, ...args, url];

/**
 * Opens a page, without a shell in between, and does not wait. What is not http is not opened, and nothing happens
 * where opening fails.
 */
export function openPage(address: string, browser: Browser): void {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return;
  const [program = '', ...args] = commandLine(browser, url.href);
  const child = spawn(program, args, { detached: true, stdio: 'ignore', shell: false });
  child.on('error', () => {}); // the address is on the screen, too
  child.unref();
}
