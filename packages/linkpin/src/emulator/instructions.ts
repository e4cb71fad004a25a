import type { ControlPort } from './control/control-port.ts';
import type { Emulator } from './emulator.ts';

const inQuotes = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** What to type so that programs elsewhere on this machine take the emulator for plex.tv. */
export function instructions(
  { url, env, chromiumArgs }: Pick<Emulator, 'url' | 'env' | 'chromiumArgs'>,
  control: Pick<ControlPort, 'url' | 'secret'>,
): string {
  const exports = Object.entries(env).map(([name, value]) => `  export ${name}=${inQuotes(value)}`);
  return `
  linkpin emulates plex.tv at ${url}
  and shows it at             ${control.url}/?key=${control.secret}

In another terminal:

${exports.join('\n')}

Chromium, with a profile of its own:

  chromium --user-data-dir="$(mktemp -d)" ${chromiumArgs.map(inQuotes).join(' ')}

Playwright, in launchOptions:

  args: ${JSON.stringify(chromiumArgs)}

Stop it with Ctrl-C.
`;
}
