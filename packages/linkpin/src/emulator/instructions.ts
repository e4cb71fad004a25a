import type { ControlPort } from './control/control-port.ts';
import { trustVariables } from './children/trust-files.ts';
import type { Emulator } from './emulator.ts';
import { quirksOf } from './issuer/profiles.ts';

const inQuotes = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** How a service of a compose file shares the network and trusts the authority of the one that this runs in. */
function composeLines(files: string): string {
  const variables = Object.entries(trustVariables(files)).map(([name, value]) => `      ${name}: ${value}`);
  return `
  app:
    network_mode: service:plex
    volumes: [trust:${files}:ro]
    environment:
${variables.join('\n')}
`;
}

/**
 * What to type so that programs elsewhere on this machine reach the emulator.
 *
 * @param files where it wrote what containers are to trust; undefined for nowhere
 */
export function instructions(
  { profile, url, env, chromiumArgs }: Pick<Emulator, 'profile' | 'url' | 'env' | 'chromiumArgs'>,
  control: Pick<ControlPort, 'url' | 'secret'>,
  files: string | undefined,
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
  return `
  linkpin emulates plex.tv at ${url}
  and shows it at             ${control.url}/?key=${control.secret}

${waysIn({ env, chromiumArgs }, files)}`;
}

/**
 * What to type so that programs take it for plex.tv, and how it is stopped.
 *
 * @param files as for {@link instructions}
 */
export function waysIn(
  { env, chromiumArgs }: Pick<Emulator, 'env' | 'chromiumArgs'>,
  files: string | undefined,
): string {
  const exports = Object.entries(env).map(([name, value]) => `  export ${name}=${inQuotes(value)}`);
  return `In another terminal:

${exports.join('\n')}

Chromium, with a profile of its own:

  chromium --user-data-dir="$(mktemp -d)" ${chromiumArgs.map(inQuotes).join(' ')}

Playwright, in launchOptions:

  args: ${JSON.stringify(chromiumArgs)}

A compose file, where it runs as the service plex with --tls-port 443 and --files FOLDER:
${composeLines(files ?? 'FOLDER')}
Stop it with Ctrl-C.
`;
}
