import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A command that opens a URL: a program and its arguments. The URL is appended, or replaces `%s`. */
export type Browser = readonly [program: string, ...args: readonly string[]];

const windows: Browser = ['rundll32.exe', 'url.dll,FileProtocolHandler'];

/**
 * Finds the user's browser; null if there is none, for example over SSH, without a display, or with `BROWSER=none`.
 *
 * @param has - whether a program is installed
 */
export function findBrowser(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  has: (program: string) => boolean = isOnPath(environment),
): Browser | null {
  const set = (name: string): boolean => (environment[name] ?? '') !== '';
  // A browser would open on the other machine, and redirect to a loopback that is not ours.
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

/** The command line that opens a URL. */
export const commandLine = ([program, ...args]: Browser, url: string): readonly string[] =>
  args.some((arg) => arg.includes('%s'))
    ? [program, ...args.map((arg) => arg.replaceAll('%s', () => url))]
    : [program, ...args, url];

/**
 * Opens a page without a shell and without waiting. Ignores URLs that are not http(s).
 *
 * @param failed - called if the program cannot be started, or ends with an error
 */
export function openPage(address: string, browser: Browser, failed: () => void): void {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return;
  const [program = '', ...args] = commandLine(browser, url.href);
  const child = spawn(program, args, { detached: true, stdio: 'ignore', shell: false });
  child.on('error', failed);
  child.on('exit', (code) => {
    if (code !== null && code !== 0) failed();
  });
  child.unref();
}

/** Opens a page in a browser; calls `failed` if that turns out not to work. */
export type OpenPage = (url: string, failed: () => void) => void;

/**
 * The browser of this machine; null if there is none that could be opened, as over SSH, without a display, or with
 * `BROWSER=none`. `BROWSER` may name another program.
 */
export function systemBrowser(): OpenPage | null {
  const browser = findBrowser();
  return browser && ((url, failed) => openPage(url, browser, failed));
}
