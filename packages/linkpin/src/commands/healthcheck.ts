import { Command } from 'commander';
import { Failure } from '../failure.ts';
import { useProxies } from '../credentials/proxy.ts';
import { serverAddress } from '../login/server-address.ts';
import { askHealth, localUrlOf } from '../serve/ask-health.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';

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
    const { ready, warnings } = await askHealth(server);
    for (const warning of warnings) process.stderr.write(`${plainText(warning)}\n`);
    if (command.getOptionValue('json') === true) process.stdout.write(jsonLine({ server, ready, warnings }));
    else if (ready) process.stdout.write('ready\n');
    if (!ready) throw new Failure(`The service at ${server} is not ready. Its log says why.`);
  });
}
