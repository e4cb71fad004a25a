import { Command, InvalidArgumentError, Option } from 'commander';
import { openControl, type ControlServer } from '../emulator/control/control-server.ts';
import { answerPins, behaviours, type Behaviour } from '../emulator/behaviour.ts';
import { emulator, type Emulator } from '../emulator/emulator.ts';
import { EmulatorError } from '../emulator/error.ts';
import { instructions } from '../emulator/instructions.ts';
import { readPeopleFile } from '../emulator/people-file.ts';
import { runChild } from '../emulator/run-child.ts';
import { Failure } from '../failure.ts';
import { untilStopped } from '../serve/until-stopped.ts';

const help = `
The command runs with plex.tv, www.plex.tv, clients.plex.tv and app.plex.tv on
this machine; nothing else of its traffic changes. Its exit code is passed on.
Without a command the emulator serves until it is stopped, and prints how
programs in other terminals and browsers reach it.

Examples:
  linkpin emulate -- npm test
  linkpin emulate --answer deny -- python3 app.py
  linkpin emulate --answer never --people people.json

What works, and what cannot: docs/emulator.md.`;

interface Given {
  readonly answer: Behaviour['answer'];
  readonly after: number;
  readonly as?: string;
  readonly people?: string;
  readonly port: number;
  readonly strict?: boolean;
}

/** `linkpin emulate`. */
export function emulateCommand(): Command {
  return new Command('emulate')
    .description('Emulates plex.tv on this machine, for a program that knows nothing of it.')
    .usage('[options] [-- COMMAND...]')
    .argument('[command...]', 'what to run, with its arguments')
    .addOption(
      new Option('--answer <answer>', 'what becomes of each pin by itself').choices(behaviours).default('approve'),
    )
    .option('--after <seconds>', 'how long a pin waits for that', seconds, 1)
    .option('--as <name>', 'who approves or denies; default: the first person')
    .option('--people <file>', 'people and media servers, as JSON; default: ada alone')
    .option('--port <port>', 'where it listens without TLS; 0 takes a free port', port, 0)
    .option('--strict', 'fail if the program asks for what is not emulated')
    .addHelpText('after', help)
    .action(async (command: readonly string[], given: Given) => {
      try {
        await emulate(command, given);
      } catch (error) {
        throw error instanceof EmulatorError ? new Failure(error.message) : error;
      }
    });
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 86_400))
    throw new InvalidArgumentError('It is a number of seconds.');
  return value;
}

function port(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535) throw new InvalidArgumentError('It is a number from 0 to 65535.');
  return value;
}

async function emulate(
  command: readonly string[],
  { answer, after, as, people, port: at, strict }: Given,
): Promise<void> {
  const options = people === undefined ? {} : readPeopleFile(people);
  const names = (options.people ?? ['ada']).map((person) => (typeof person === 'string' ? person : person.name));
  if (as !== undefined && !names.includes(as)) {
    throw new Failure(`There is nobody called ${as}. There are ${names.join(', ')}.`);
  }
  const plex = await emulator({ ...options, port: at, strict: strict === true, intercept: false });
  const stopping = new AbortController();
  let code: number;
  let control: ControlServer | undefined;
  try {
    control = await openControl(plex, names);
    const steering = { LINKPIN_CONTROL_URL: control.url, LINKPIN_CONTROL_SECRET: control.secret };
    const environment = { ...process.env, ...plex.env, ...steering };
    const answering = answerPins(
      plex,
      { answer, after: after * 1000, as },
      stopping.signal,
      ({ code: of, product }) => {
        process.stderr.write(`linkpin: ${words[answer]} ${of} of ${product ?? 'an app without a name'}\n`);
      },
    );
    code = await runOrServe(plex, control, command, environment);
    stopping.abort();
    await answering;
  } catch (error) {
    stopping.abort();
    await plex.close().catch(() => {});
    throw error;
  } finally {
    await control?.close();
  }
  try {
    await plex.close();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    code ||= 1;
  }
  process.exitCode = code;
}

const words: Readonly<Record<Behaviour['answer'], string>> = {
  approve: 'approved',
  deny: 'denied',
  expire: 'expired',
  never: '',
};

/** @returns the exit code */
async function runOrServe(
  plex: Emulator,
  control: ControlServer,
  [name, ...args]: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  if (name !== undefined) {
    const { code, problem } = await runChild(name, args, environment);
    if (problem !== undefined) process.stderr.write(`${problem}\n`);
    return code;
  }
  process.stderr.write(instructions(plex, control));
  await untilStopped({ failed: new Promise(() => {}), close: async () => {} }, () =>
    process.stderr.write('Stopping.\n'),
  );
  return 0;
}
