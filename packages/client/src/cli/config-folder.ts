import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * A program's folder in the user's configuration: below `XDG_CONFIG_HOME`, else below the system's default.
 *
 * @param name - the program's name, a single path segment
 */
export function configFolder(
  name: string,
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const { XDG_CONFIG_HOME: xdg = '', APPDATA: appData = '' } = environment;
  if (xdg !== '') return join(xdg, name);
  if (platform === 'win32' && appData !== '') return join(appData, name);
  return join(homedir(), '.config', name);
}
