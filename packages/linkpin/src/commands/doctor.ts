import { Command } from 'commander';
import { examine } from '../doctor/examine.ts';
import { findingsOf, type Finding } from '../doctor/finding.ts';
import { findingLines, summary } from '../doctor/report.ts';
import { Failure } from '../failure.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { addConfigFlag, loadSettings } from '../settings/load.ts';
import type { Resolved } from '../settings/resolve.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { styleOf } from '../terminal/style.ts';

const help = `
Takes the settings that "linkpin serve" takes, whether the service runs or not,
and changes nothing. It asks itself through the public URL: whoever answers there
proves by the secret keys that it is the same service.

Exit codes: 0 nothing to mend, 1 something to mend.

Examples:
  linkpin doctor --config /etc/linkpin/linkpin.yml
  linkpin doctor --public-url https://link.example.org --data /var/lib/linkpin`;

/** `linkpin doctor`. */
export function doctorCommand(): Command {
  const command = new Command('doctor')
    .description('Checks everything that a service hangs on, and says what to mend.')
    .addHelpText('after', help);
  addSettingFlags(command);
  command.optionsGroup('This command:');
  addConfigFlag(command);
  command.option('--json', 'print the findings as one line of JSON');
  return command.action(async () => {
    const asJson = command.getOptionValue('json') === true;
    const style = styleOf(process.stdout);
    const findings: Finding[] = [];
    for await (const finding of diagnose(command)) {
      findings.push(finding);
      if (!asJson) process.stdout.write(findingLines(finding, style));
    }
    const ok = findings.every(({ state }) => state !== 'wrong');
    process.stdout.write(asJson ? jsonLine({ ok, findings }) : `\n${summary(findings)}\n`);
    if (!ok) process.exitCode = 1;
  });
}

/** Settings that cannot be read are a finding like others, after which nothing can be looked at. */
async function* diagnose(command: Command): AsyncGenerator<Finding> {
  let resolved: Resolved;
  try {
    resolved = await loadSettings(command);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    yield findingsOf('settings').wrong(error.message, 'Correct it, then ask again: nothing else was looked at.');
    return;
  }
  yield* examine(resolved);
}
