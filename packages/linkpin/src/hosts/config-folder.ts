import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder where this person's programs keep what they must remember: `XDG_CONFIG_HOME`, else what the system has. */
export function configFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const { XDG_CONFIG_HOME: xdg = '', APPDATA: appData = '' } = environment;
  if (xdg !== '') return join(xdg, 'linkpin');
  if (platform === 'win32' && appData !== '') return join(appData, 'linkpin');
  return join(homedir(), '.config', 'linkpin');
}
