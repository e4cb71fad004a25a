import { Command } from 'commander';
import { LinkpinClientError } from '@linkpin/client';
import type { Settings } from '@linkpin/server';
import { Failure } from '../failure.ts';
import { networkError } from '../credentials/call.ts';
import { useProxies } from '../credentials/proxy.ts';
import { explainError } from '../login/explain-error.ts';
import { serverAddress } from '../login/server-address.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';

/** Time-out of the request, in milliseconds; container health checks give up after a few seconds. */
const timeout = 3000;

const help = `
Asks /readyz on the address and port that the settings name. For containers:
  HEALTHCHECK CMD ["linkpin", "healthcheck"]

Exit codes: 0 it works, 1 it does not.

Examples:
  linkpin healthcheck
  linkpin healthcheck --url https://link.example.org`;

/** `linkpin healthcheck`. */
export function healthcheckCommand(): Command {
  const command = new Command('healthcheck')
    .description('Checks that a service works.')
    .option('--url <URL>', 'where it serves, base path included')
    .option('--json', 'print the answer as one line of JSON')
    .addHelpText('after', help);
  addSettingFlags(command, ['port', 'host', 'publicUrl']);
  addConfigFlag(command);
  return command.action(async () => {
    const typed = command.getOptionValue('url') as string | undefined;
    // A service on this machine is never behind this machine's forward proxy.
    if (typed !== undefined) useProxies((sentence) => process.stderr.write(`${sentence}\n`));
    const server = typed === undefined ? localUrlOf((await loadSettings(command)).settings) : serverAddress(typed);
    const { ready, warnings } = await ask(server);
    for (const warning of warnings) process.stderr.write(`${plainText(warning)}\n`);
    if (command.getOptionValue('json') === true) process.stdout.write(jsonLine({ server, ready, warnings }));
    else if (ready) process.stdout.write('ready\n');
    if (!ready) throw new Failure(`The service at ${server} is not ready. Its log says why.`);
  });
}

/** The URL of the service as reached from this machine. */
function localUrlOf({ host, port, publicUrl }: Settings): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host;
  const path = publicUrl === undefined ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '');
  return `http://${name}:${port}${path}`;
}

interface Health {
  readonly ready: boolean;
  readonly warnings: readonly string[];
}

async function ask(server: string): Promise<Health> {
  let response: Response;
  try {
    response = await fetch(`${server}/readyz`, { signal: AbortSignal.timeout(timeout), redirect: 'manual' });
  } catch (error) {
    const nothing = `Nothing answers at ${server}. Is the service running there, and is the address right?`;
    throw new Failure(await explainError(server, networkError(error), nothing));
  }
  const body: unknown = await response.json().catch(() => null);
  const { status, warnings } = (body ?? {}) as { readonly status?: unknown; readonly warnings?: unknown };
  if (status !== 'ready' && status !== 'not ready') {
    const strange = `What answers at ${server} is not linkpin. Is the address right, base path included?`;
    const error = new LinkpinClientError('unreadable', 'no linkpin');
    throw new Failure(await explainError(server, error, strange));
  }
  return {
    ready: response.ok && status === 'ready',
    warnings: Array.isArray(warnings) ? warnings.filter((word): word is string => typeof word === 'string') : [],
  };
}
