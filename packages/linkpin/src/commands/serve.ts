import { networkInterfaces } from 'node:os';
import { isLoopback } from '@linkpin/server';
import { Command } from 'commander';
import { storeAddress } from '../serve/address-file.ts';
import { banner, type Started } from '../serve/banner.ts';
import { prepareDataFolder } from '../serve/data-folder.ts';
import { unusedFile } from '../serve/existing-data.ts';
import { lanAddresses } from '../serve/lan.ts';
import { openService, type Opened } from '../serve/open.ts';
import { mustHaveKeys } from '../serve/secret-keys.ts';
import { startedAs } from '../serve/started-as.ts';
import { explainStartError } from '../serve/start-errors.ts';
import { untilStopped } from '../serve/until-stopped.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import type { Resolved } from '../settings/resolve.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { printOnce } from '../terminal/stdout.ts';
import { styleOf } from '../terminal/style.ts';

const help = `
Every flag is an environment variable and a key of the settings file, too:
--public-url is LINKPIN_PUBLIC_URL and publicUrl. LINKPIN_PUBLIC_URL_FILE names
a file that holds the value. Flags beat the environment, which beats the file.
--no-demo and the like turn off what another source turned on. The secret keys
are in the data folder, in LINKPIN_KEYS, or in the file LINKPIN_KEYS_FILE names.

Examples:
  linkpin serve --demo
      this machine alone, with a television to try it on
  linkpin serve --host 0.0.0.0 --public-url http://192.168.1.20:4747 \\
      --insecure-http
      everybody on the network at home, unencrypted
  linkpin serve --public-url https://link.example.org --data /var/lib/linkpin \\
      --trusted-proxies 127.0.0.1
      behind a proxy with https on the same machine

All settings in one table: docs/settings.md. Proxies: docs/proxies.md.`;

/** `linkpin serve`. */
export function serveCommand(): Command {
  const command = new Command('serve')
    .description('Serves pins for devices, and the pages where people approve them, until it is stopped.')
    .addHelpText('after', help);
  addSettingFlags(command);
  command.optionsGroup('This command:');
  addConfigFlag(command);
  command.option('--new-keys', 'make new secret keys for a database whose keys are gone');
  command.option('--json', 'print the address and the set-up link as one line of JSON on stdout');
  return command.action(async () => serve(command, await loadSettings(command)));
}

async function serve(command: Command, resolved: Resolved): Promise<void> {
  const { settings } = resolved;
  const style = styleOf(process.stderr);
  let service: Opened | undefined;
  try {
    const folder = prepareDataFolder(settings.data);
    if (command.getOptionValue('newKeys') !== true) mustHaveKeys(folder, settings);
    service = await openService(settings, folder, style, exitOnCrash);
    const localUrl = await service.listen();
    const metricsUrl = await service.listenForMetrics();
    const setUpPath = await service.setUpPath();
    const url = settings.publicUrl ?? byName(localUrl);
    const setUpUrl = setUpPath === null ? null : `${url}${setUpPath}`;
    const notStored = storeAddress(folder.path, url);
    const warnings = [
      ...resolved.warnings,
      ...service.warnings(),
      ...unusedFile(settings),
      ...(notStored === undefined ? [] : [notStored]),
    ];
    if (command.getOptionValue('json') === true) {
      printOnce(
        jsonLine({ url: localUrl, setUpUrl, ...(metricsUrl === null ? {} : { metricsUrl }) }),
        'Nobody would know where it serves, so linkpin stops.',
      );
      for (const warning of warnings) process.stderr.write(`${warning}\n`);
    } else {
      const forPhones = adviceForPhones(resolved, localUrl);
      process.stderr.write(
        banner(
          {
            url,
            setUpUrl,
            metricsUrl,
            workers: settings.workers,
            demo: settings.demo,
            data: folder.path,
            forPhones,
            warnings,
          },
          style,
        ),
      );
    }
  } catch (error) {
    await service?.close();
    throw explainStartError(error, settings);
  }
  await untilStopped(service, () => process.stderr.write('Stopping. Press Ctrl-C again to stop now.\n'));
}

/** The URL for people on this machine: browsers have passkeys at `localhost`, and none at an address. */
function byName(localUrl: string): string {
  const url = new URL(localUrl);
  if (isLoopback(url.hostname)) url.hostname = 'localhost';
  return url.origin;
}

/** A worker died: exit rather than run degraded. */
function exitOnCrash(error: Error): never {
  process.stderr.write(`A worker has ended, so linkpin stops: ${error.stack ?? error.message}\n`);
  process.exit(1);
}

/** The command that makes the service reachable from a phone; null if other machines can already reach it. */
function adviceForPhones({ settings, given }: Resolved, localUrl: string): Started['forPhones'] {
  const { hostname, port } = new URL(localUrl);
  if (settings.publicUrl !== undefined || !isLoopback(hostname)) return null;
  const [address = 'ADDRESS-OF-THIS-MACHINE', ...otherAddresses] = lanAddresses(networkInterfaces());
  const publicUrl = `http://${address}:${port}`;
  const more = { host: '0.0.0.0', publicUrl, insecureHttp: true } as const;
  const fixed = settings.port === 0 ? { ...more, port } : more;
  return { command: startedAs(process.env, given, fixed), otherAddresses };
}
