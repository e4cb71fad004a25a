import { Command } from 'commander';
import { call } from '../credentials/call.ts';
import { serverFlag, serverWords, signedIn } from '../credentials/signed-in.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';

interface Decision {
  readonly name: 'approve' | 'deny';
  readonly method: 'PUT' | 'DELETE';
  readonly description: string;
  readonly done: string;
  readonly note: string;
}

const approval: Decision = {
  name: 'approve',
  method: 'PUT',
  description: 'Approves the device that shows a code: it is signed in as you.',
  done: 'Approved',
  note: `Only approve a device in front of you. What this machine approved ends when
it is signed out.`,
};

const denial: Decision = {
  name: 'deny',
  method: 'DELETE',
  description: 'Denies the device that shows a code; the device is told.',
  done: 'Denied',
  note: "plex.tv has no word for no: this is linkpin's.",
};

const help = ({ name, note }: Decision): string => `
${note} Needs "linkpin login --approver".

Exit codes: 0 success, 1 failure, 4 not signed in.

Example:
  linkpin ${name} 7RQZ`;

/** `linkpin approve`. */
export const approveCommand = (): Command => decisionCommand(approval);

/** `linkpin deny`. */
export const denyCommand = (): Command => decisionCommand(denial);

function decisionCommand(decision: Decision): Command {
  return new Command(decision.name)
    .description(decision.description)
    .argument('<CODE>', 'what the device shows')
    .option(serverFlag, serverWords)
    .option('--json', 'print the code and what became of it as one line of JSON')
    .addHelpText('after', help(decision))
    .action((code: string, options: DecisionOptions) => decide(decision, code, options));
}

interface DecisionOptions {
  readonly server?: string;
  readonly json?: true;
}

async function decide(
  { method, done }: Decision,
  code: string,
  { server: typed, json }: DecisionOptions,
): Promise<void> {
  const at = await signedIn(typed);
  const shown = plainText(code);
  const refusals = {
    400: 'That is not a code. Enter it as the device shows it.',
    403: `This machine isn't allowed to approve devices. To allow it: linkpin login --approver --server ${at.server}`,
    404: `No device waits with the code ${shown}. Look at the device again: codes end after some minutes, and work once.`,
    405: `${at.server} does not take a denial. Leave the code alone, and it expires by itself.`,
  };
  await call(at, { method, path: '/api/v2/pins/link', form: { code }, refusals });
  const outcome = done.toLowerCase();
  process.stdout.write(json === true ? jsonLine({ server: at.server, code, outcome }) : `${done} ${shown}\n`);
}
