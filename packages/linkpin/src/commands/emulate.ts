import { setTimeout as delay } from 'node:timers/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { answerPins, behaviours, type Behaviour } from '../emulator/behaviour.ts';
import { endOf, readPort, stopSignal } from '../emulator/command-line.ts';
import { openControl, type ControlPort } from '../emulator/control/control-port.ts';
import type { Emulator } from '../emulator/emulator.ts';
import { EmulatorError } from '../emulator/error.ts';
import { instructions } from '../emulator/instructions.ts';
import { profileNames, type ProfileName } from '../emulator/issuer/profiles.ts';
import type { LoopbackPort } from '../emulator/loopback-port.ts';
import { openNetwork, type Network } from '../emulator/network.ts';
import { readProfile, readWorld, type EmulatorOptions } from '../emulator/options.ts';
import { readPeopleFile } from '../emulator/people-file.ts';
import { runChild, type Ended } from '../emulator/run-child.ts';
import { scenarioNames, type ScenarioName } from '../emulator/scenarios.ts';
import { Failure } from '../failure.ts';
import { readTranscriptFile } from '../transcript/file.ts';

const help = `
The command runs with plex.tv, www.plex.tv, clients.plex.tv and app.plex.tv on
this machine; nothing else of its traffic changes. Its exit code is passed on.
Without a command the emulator serves until it is stopped, and prints how
programs in other terminals and browsers reach it.

Examples:
  linkpin emulate -- npm test
  linkpin emulate --answer deny -- python3 app.py
  linkpin emulate --answer never --people people.json
  linkpin emulate --scenario managed-users -- python3 app.py
  linkpin emulate --shape plex-2026-12-01.json -- npm test
  linkpin emulate --profile github --port 4750
  linkpin emulate --tls-port 443 --files /run/linkpin

What works, and what cannot: docs/emulator.md.`;

interface Given {
  readonly answer: Behaviour['answer'];
  readonly after: number;
  readonly as?: string;
  readonly people?: string;
  readonly scenario?: ScenarioName;
  readonly shape?: string;
  readonly port: number;
  readonly tlsPort: number;
  readonly files?: string;
  readonly profile: ProfileName;
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
    .addOption(
      new Option('--profile <name>', 'whom it stands for: plex.tv, or an OAuth issuer')
        .choices(profileNames)
        .default('plex'),
    )
    .addOption(
      new Option('--scenario <name>', 'a situation that authors of Plex apps stumble over').choices(scenarioNames),
    )
    .option('--shape <file>', 'a recording: answers have the members and headers that it has')
    .option('--people <file>', 'people and media servers, as JSON; default: ada alone')
    .option('--port <port>', 'where it listens without TLS; 0 takes a free port', readPort, 0)
    .option('--tls-port <port>', 'where it listens as plex.tv; 0 takes a free port', readPort, 0)
    .option('--files <folder>', 'writes what containers are to trust there')
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

async function emulate(
  [name, ...args]: readonly string[],
  { answer, after, as, people, port: at, tlsPort, files, profile, scenario, shape, strict }: Given,
): Promise<void> {
  const options = {
    profile,
    ...(scenario === undefined ? {} : { scenario }),
    ...(shape === undefined ? {} : { shape: readTranscriptFile(shape) }),
    ...(people === undefined ? {} : readPeopleFile(people)),
  };
  readProfile(options);
  const names = readWorld(options).people.map(({ name }) => name);
  if (as !== undefined && !names.includes(as)) {
    throw new Failure(`There is nobody called ${as}. There are ${names.join(', ')}.`);
  }
  // From here on whoever stops it finds nothing left behind, also while it is loaded.
  const stopped = name === undefined ? stopSignal() : Promise.resolve();
  const network = await openNetwork(at, { securePort: tlsPort, trustFolder: files });
  const control = await openControl();
  const stopping = new AbortController();
  let loading: Promise<Emulator> | undefined;
  const load = (): Promise<Emulator> =>
    (loading ??= loadEmulator(network, control, { ...options, strict: strict === true, intercept: false }));
  let running: Promise<Ended> | undefined;
  let code: number;
  try {
    // Nothing is run where the file of people turns out to be wrong.
    if (people !== undefined) await load();
    if (name !== undefined) {
      const steering = { LINKPIN_CONTROL_URL: control.url, LINKPIN_CONTROL_SECRET: control.secret };
      const environment = { ...process.env, ...network.environment(profile), ...steering };
      running = runChild(name, args, environment, stopping.signal);
    }
    if (running === undefined || (await needsService(running, [network.plain, network.secure, control]))) {
      void answerPins(await load(), { answer, after: after * 1000, as }, stopping.signal, ({ code: of, product }) => {
        process.stderr.write(`linkpin: ${words[answer]} ${of} of ${product ?? 'an app without a name'}\n`);
      });
    }
    code = await (running === undefined ? serve(await load(), control, files, stopped) : endOf(running));
  } catch (error) {
    stopping.abort();
    await Promise.allSettled([running, loading?.then((plex) => plex.close()), network.close(), control.close()]);
    throw error;
  }
  stopping.abort();
  await control.close();
  try {
    await (loading === undefined ? network : await loading).close();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    code ||= 1;
  }
  process.exitCode = code;
}

/** How long a command has the processor to itself, in milliseconds. */
const headStart = 200;

/**
 * Waits for the first connection, or for the head start to be over. Loading the service takes as much of the processor as
 * most programs need to begin.
 *
 * @returns false if the command ended before that
 */
async function needsService(running: Promise<Ended>, ports: readonly LoopbackPort[]): Promise<boolean> {
  const over = new AbortController();
  const needed = Promise.race([
    ...ports.map(({ reached }) => reached),
    delay(headStart, undefined, { signal: over.signal }).catch(() => {}),
  ]);
  const isNeeded = await Promise.race([needed.then(() => true), running.then(() => false)]);
  over.abort();
  return isNeeded;
}

/** Loads the service, and has it answer: what connected waits meanwhile. */
async function loadEmulator(network: Network, control: ControlPort, options: EmulatorOptions): Promise<Emulator> {
  const [{ emulatorOn }, { serveControl }] = await Promise.all([
    import('../emulator/emulator.ts'),
    import('../emulator/control/control-server.ts'),
  ]);
  const plex = await emulatorOn(network, options);
  serveControl(control, plex);
  return plex;
}

const words: Readonly<Record<Behaviour['answer'], string>> = {
  approve: 'approved',
  deny: 'denied',
  expire: 'expired',
  never: '',
};

/** @returns the exit code */
async function serve(
  plex: Emulator,
  control: ControlPort,
  files: string | undefined,
  stopped: Promise<void>,
): Promise<number> {
  process.stderr.write(instructions(plex, control, files));
  await stopped;
  return 0;
}
