import type { ControlPort } from './control/control-port.ts';
import type { Emulator } from './emulator.ts';
import { quirksOf } from './issuer/profiles.ts';

const inQuotes = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** What to type so that programs elsewhere on this machine reach the emulator. */
export function instructions(
  { profile, url, env, chromiumArgs }: Pick<Emulator, 'profile' | 'url' | 'env' | 'chromiumArgs'>,
  control: Pick<ControlPort, 'url' | 'secret'>,
): string {
  const quirks = quirksOf[profile];
  if (quirks !== undefined) {
    return `
  linkpin emulates an OAuth issuer at ${url}
  and shows it at                     ${control.url}/?key=${control.secret}

  device authorization endpoint  ${url}${quirks.devicePath}
  token endpoint                 ${url}${quirks.tokenPath}
  page to type codes             ${url}${quirks.page}

Stop it with Ctrl-C.
`;
  }
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
