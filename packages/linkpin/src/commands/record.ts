import { Command } from 'commander';
import { LinkpinClientError } from '@linkpin/client';
import { EmulatorError } from '../emulator/error.ts';
import { proxyFor } from '../emulator/children/own-proxy.ts';
import { Failure, systemCode } from '../failure.ts';
import { errorMessage } from '../login/error-messages.ts';
import { interruption } from '../login/interruption.ts';
import { terminalScreen } from '../login/terminal-screen.ts';
import { createRecordedFetch } from '../record/own-fetch.ts';
import { signInOnce } from '../record/own-sign-in.ts';
import { recordChild } from '../record/record-child.ts';
import { startRecording, type Recording } from '../record/recording.ts';
import { assertFree, saveNew } from '../record/save.ts';
import { openUpstream } from '../record/upstream.ts';
import { askYes } from '../terminal/ask-yes.ts';
import { plainText } from '../terminal/plain-text.ts';
import { TranscriptError } from '../transcript/error.ts';
import type { Transcript } from '../transcript/transcript.ts';
import { writeTranscript } from '../transcript/write.ts';

const help = `
Records what plex.tv and a program say to each other during a sign-in, as a
transcript of known fields. Ids, codes, tokens, names, addresses and coordinates
are replaced by stand-ins, times are counted from the start of the recording,
and everything else is left out. You see all of it before it is saved, and can
play it with "linkpin replay".

With a command, its connections to plex.tv go through this machine's recorder
and on to the real plex.tv, whose certificate is checked against the roots of
this machine. Nothing else of its traffic changes. End a program that runs on
with Ctrl-C. Its exit code is passed on.

Without one, linkpin signs in by itself: approve the code as your own, and it
signs out again at the end.

Exit codes without a command: 0 saved, 1 failure, 2 cancelled or not saved.

Examples:
  linkpin record
  linkpin record --jwt --out jwt.json
  linkpin record -- python3 app.py
  linkpin record --yes -- npm run sign-in

What is in a transcript, and how to send us one: docs/record.md.`;

interface Given {
  readonly out?: string;
  readonly yes?: true;
  readonly jwt?: boolean;
  readonly qr: boolean;
  /** False with --no-browser, undefined without it. */
  readonly browser?: boolean;
}

const say = (text: string): void => void process.stderr.write(text);

/** `linkpin record`. */
export function recordCommand(): Command {
  return new Command('record')
    .description('Records a real sign-in at plex.tv as a transcript without what is yours.')
    .usage('[options] [-- COMMAND...]')
    .argument('[command...]', 'what to run, with its arguments')
    .option('--out <file>', 'where to save it; default: plex- and the date, .json')
    .option('--yes', 'save it without asking')
    .option('--jwt', 'without a command: sign in with a key, for a token that is a JWT')
    .option('--no-qr', 'draw no QR code')
    .option('--no-browser', 'open no page')
    .addHelpText('after', help)
    .action(async (command: readonly string[], given: Given) => {
      try {
        await record(command, given);
      } catch (error) {
        throw error instanceof EmulatorError ? new Failure(error.message) : error;
      }
    });
}

async function record([name, ...args]: readonly string[], given: Given): Promise<void> {
  const start = Date.now();
  const { out = `plex-${new Date(start).toISOString().slice(0, 10)}.json`, yes = false, jwt = false } = given;
  if (!yes && !(process.stdin.isTTY && process.stderr.isTTY)) {
    throw new Failure('There is no terminal to show the transcript on. To save it without a look, add --yes.');
  }
  if (name !== undefined && jwt) throw new Failure('--jwt is for a sign-in of linkpin itself, without a command.');
  assertFree(out);
  const recording = startRecording(start);
  const stopping = name === undefined ? interruption() : termination();
  const failed =
    name === undefined ? await recordOwn(recording, given, stopping) : await recordCommandLine(name, args, recording);
  if (stopping.aborted) throw new Failure(cancelled, 2);
  const end = await offer(await recording.transcript(), out, yes, stopping);
  process.exitCode = failed || exitCodes[end] || (end === 'declined' && name === undefined ? 2 : 0);
}

const exitCodes = { saved: 0, declined: 0, empty: 1 };

const cancelled = 'Cancelled. Nothing was saved.';

/** Ctrl-C is for the command; other requests to stop are for both. */
function termination(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => controller.abort());
  return controller.signal;
}

/** @returns the exit code of the command */
async function recordCommandLine(name: string, args: readonly string[], recording: Recording): Promise<number> {
  const told = new Set<string>();
  const failed = (host: string, error: unknown): void => {
    const line = `linkpin: ${errorMessage(`https://${host}`, unreached(error))}\n`;
    if (!told.has(line)) say(line);
    told.add(line);
  };
  const { code, problem } = await recordChild(name, args, recording, failed);
  if (problem !== undefined) say(`${problem}\n`);
  return code;
}

const unreached = (error: unknown): LinkpinClientError =>
  new LinkpinClientError('network', `out of reach: ${systemCode(error) ?? 'unknown'}`);

/** @returns 0, or 1 if nobody was signed in */
async function recordOwn(
  recording: Recording,
  { qr, browser, jwt = false }: Given,
  signal: AbortSignal,
): Promise<number> {
  const upstream = openUpstream((host) => proxyFor(process.env, host));
  const fetch = createRecordedFetch({ upstream, record: recording.add, now: Date.now });
  try {
    const screen = terminalScreen(qr, browser);
    const { problem, leftSignedIn } = await signInOnce({ fetch, screen, jwt, signal });
    if (leftSignedIn !== undefined) {
      say(
        `plex.tv did not end the token that it gave. Remove the device ${plainText(leftSignedIn)} at plex.tv, Settings, Authorized Devices.\n`,
      );
    }
    if (problem === undefined) return 0;
    say(`${problem}\n`);
    return 1;
  } catch (error) {
    throw signal.aborted ? new Failure(cancelled, 2) : error;
  } finally {
    upstream.close();
  }
}

/** Shows a transcript and saves it, if that is wanted. */
async function offer(
  transcript: Transcript,
  out: string,
  yes: boolean,
  signal: AbortSignal,
): Promise<keyof typeof exitCodes> {
  const { length } = transcript.exchanges;
  if (length === 0) {
    say('Nothing was recorded: plex.tv answered nothing that a transcript holds.\n');
    return 'empty';
  }
  const text = textOf(transcript);
  if (!yes) {
    say(`${text}This is what would be saved. Nothing in it should be yours.\n`);
    const isWanted = await askYes(`Save to ${plainText(out)}?`, process.stdin, process.stderr, { signal, cancelled });
    if (!isWanted) {
      say('Not saved.\n');
      return 'declined';
    }
  }
  await saveNew(out, text);
  say(`Saved ${length} ${length === 1 ? 'exchange' : 'exchanges'} in ${plainText(out)}.\n`);
  return 'saved';
}

function textOf(transcript: Transcript): string {
  try {
    return writeTranscript(transcript);
  } catch (error) {
    throw error instanceof TranscriptError ? new Failure(`This cannot be saved. ${error.message}`) : error;
  }
}
