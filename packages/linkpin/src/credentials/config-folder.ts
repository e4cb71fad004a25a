import { homedir } from 'node:os';
import { join } from 'node:path';

/** The user's configuration folder: `XDG_CONFIG_HOME`, else the system's default. */
export function configFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const { XDG_CONFIG_HOME: xdg = '', APPDATA: appData = '' } = environment;
  if (xdg !== '') return join(xdg, 'linkpin');
  if (platform === 'win32' && appData !== '') return join(appData, 'linkpin');
  return join(homedir(), '.config', 'linkpin');
}
