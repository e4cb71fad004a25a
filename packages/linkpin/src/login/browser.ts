import { spawn } from 'node:child_process';

/** A program that shows an address, and what goes before the address. */
export interface Browser {
  readonly file: string;
  readonly args: readonly string[];
}

const windows: Browser = { file: 'rundll32.exe', args: ['url.dll,FileProtocolHandler'] };

/**
 * What opens a page in front of this person.
 *
 * @returns undefined where they have no browser on this machine: over SSH, without a display, or `BROWSER=none`
 */
export function findBrowser(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): Browser | undefined {
  const has = (name: string): boolean => (environment[name] ?? '') !== '';
  const own = environment['BROWSER'] ?? '';
  if (own !== '') return own === 'none' ? undefined : { file: own, args: [] };
  if (has('SSH_CONNECTION') || has('SSH_TTY')) return undefined;
  if (platform === 'win32' || has('WSL_DISTRO_NAME')) return windows;
  if (platform === 'darwin') return { file: 'open', args: [] };
  return has('DISPLAY') || has('WAYLAND_DISPLAY') ? { file: 'xdg-open', args: [] } : undefined;
}

/** Opens a page, without a shell. Whether it worked is not known: the address is on the screen, too. */
export function openPage(address: string, { file, args }: Browser): void {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return;
  const child = spawn(file, [...args, url.href], { detached: true, stdio: 'ignore', shell: false });
  child.on('error', () => {});
  child.unref();
}
