import { Command } from 'commander';
import { endOf, readPort, stopSignal } from '../emulator/command-line.ts';
import { EmulatorError } from '../emulator/error.ts';
import { waysIn } from '../emulator/instructions.ts';
import { openNetwork, type Network } from '../emulator/network.ts';
import { runChild } from '../emulator/run-child.ts';
import { serveNetwork } from '../emulator/servers.ts';
import { Failure } from '../failure.ts';
import { createEntrance } from '../replay/entrance.ts';
import { plainText } from '../terminal/plain-text.ts';
import { readTranscriptFile } from '../transcript/file.ts';

const help = `
The command runs with plex.tv, www.plex.tv, clients.plex.tv and app.plex.tv on
this machine, and gets the recorded answers, for each method and path in their
order; the last one repeats. Its exit code is passed on. Without a command the
recording is served until it is stopped.

Examples:
  linkpin replay plex-2026-12-01.json -- npm test
  linkpin replay --strict plex-2026-12-01.json -- python3 app.py
  linkpin replay --port 4750 plex-2026-12-01.json

How to record, and how requests are matched: docs/record.md.`;

interface Given {
  readonly port: number;
  readonly tlsPort: number;
  readonly files?: string;
  readonly strict?: boolean;
}

/** `linkpin replay`. */
export function replayCommand(): Command {
  return new Command('replay')
    .description('Answers as plex.tv did in a recorded sign-in, for a program that knows nothing of it.')
    .usage('[options] FILE [-- COMMAND...]')
    .argument('<file>', 'a transcript, as linkpin record writes it')
    .argument('[command...]', 'what to run, with its arguments')
    .option('--port <port>', 'where it listens without TLS; 0 takes a free port', readPort, 0)
    .option('--tls-port <port>', 'where it listens as plex.tv; 0 takes a free port', readPort, 0)
    .option('--files <folder>', 'writes what containers are to trust there')
    .option('--strict', 'fail if anything is asked for that was not recorded')
    .addHelpText('after', help)
    .action(async (file: string, command: readonly string[], given: Given) => {
      try {
        await replay(file, command, given);
      } catch (error) {
        throw error instanceof EmulatorError ? new Failure(error.message) : error;
      }
    });
}

async function replay(
  file: string,
  command: readonly string[],
  { port, tlsPort, files, strict }: Given,
): Promise<void> {
  const transcript = readTranscriptFile(file);
  // From here on whoever stops it finds nothing left behind.
  const stopped = command.length === 0 ? stopSignal() : Promise.resolve();
  const network = await openNetwork(port, { securePort: tlsPort, trustFolder: files });
  const missing = new Set<string>();
  const onUnrecorded = (problem: string): void => {
    if (!missing.has(problem)) process.stderr.write(`linkpin: ${plainText(problem)}\n`);
    missing.add(problem);
  };
  let code: number;
  try {
    serveNetwork(network, createEntrance(transcript, { now: Date.now, unrecorded: onUnrecorded }));
    code = await (command.length === 0 ? serve(file, network, files, stopped) : run(command, network));
  } finally {
    await network.close();
  }
  if (strict === true && missing.size > 0) code ||= 1;
  process.exitCode = code;
}

/** @returns the exit code */
function run([name = '', ...args]: readonly string[], network: Network): Promise<number> {
  const environment = { ...process.env, ...network.environment('plex') };
  return endOf(runChild(name, args, environment, new AbortController().signal));
}

/** @returns the exit code */
async function serve(
  file: string,
  network: Network,
  files: string | undefined,
  stopped: Promise<void>,
): Promise<number> {
  const { url, chromiumArgs } = network;
  const ways = waysIn({ env: network.environment('plex'), chromiumArgs }, files);
  process.stderr.write(`\n  linkpin replays ${plainText(file)} as plex.tv at ${url}\n\n${ways}`);
  await stopped;
  return 0;
}
