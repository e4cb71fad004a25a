import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import type { CheckInfo } from '../conformance/check.ts';
import { isGood, judge, passedAgain, readExpectations } from '../conformance/expectations.ts';
import { plexChecks } from '../conformance/plex/checks.ts';
import { plexBench } from '../conformance/plex/device.ts';
import { realBench } from '../conformance/real-bench.ts';
import { reportData } from '../conformance/report/json.ts';
import { junitText } from '../conformance/report/junit.ts';
import { resultText, sumsText } from '../conformance/report/text.ts';
import { oauthBench } from '../conformance/rfc8628/bench.ts';
import { rfc8628Checks } from '../conformance/rfc8628/checks.ts';
import { clientChecks, playerOf, profiles, runClientChecks, type Profile } from '../conformance/run-client.ts';
import { chooseChecks, runChecks, type Result } from '../conformance/runner.ts';
import { readServer, readTarget, type ClientFlags, type Permission } from '../conformance/target.ts';
import { Failure, systemCode } from '../failure.ts';
import { jsonPage } from '../terminal/json-line.ts';
import { styleOf } from '../terminal/style.ts';

const help = `
A broken MUST fails, a broken SHOULD is a warning, and what cannot be looked at is
skipped, never passed. The command of --approve is run by a shell and learns of a
code by its environment: LINKPIN_DECISION (approve or deny), LINKPIN_USER_CODE,
LINKPIN_VERIFICATION_URI and LINKPIN_VERIFICATION_URI_COMPLETE.

More that goes by the environment, because it is secret: LINKPIN_CLIENT_SECRET;
LINKPIN_PAGE_COOKIE, the Cookie header of somebody who is signed in on the pages;
LINKPIN_APPROVER_TOKEN, the X-Plex-Token of somebody who approves.

With --client it is the other way about: the command after -- is run against
scripted servers. It finds them by LINKPIN_ISSUER, LINKPIN_CLIENT_ID,
LINKPIN_DEVICE_ENDPOINT and LINKPIN_TOKEN_ENDPOINT, or by LINKPIN_PLEX_URL.

Exit codes: 0 all is well, 1 something is broken.

Examples:
  linkpin conformance http://localhost:4747 --client-id tv
  linkpin conformance http://localhost:4747 --client-id tv --scope watch \\
      --approve 'linkpin "$LINKPIN_DECISION" "$LINKPIN_USER_CODE"'
  linkpin conformance http://localhost:4747 --profile plex --only S9
  linkpin conformance --client -- python3 device_sign_in.py

The checks, and what each looks at: docs/conformance.md.`;

interface Given extends ClientFlags, Permission {
  readonly profile: Profile;
  readonly client?: true;
  readonly approve?: string;
  readonly only?: readonly string[];
  readonly expect?: string;
  readonly strict?: true;
  readonly json?: true;
  readonly junit?: string;
}

const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/** `linkpin conformance`. */
export function conformanceCommand(): Command {
  return new Command('conformance')
    .description('Checks a server, or a client, against RFC 8628 or the API of plex.tv, from outside.')
    .usage('[options] URL\n       linkpin conformance --client [options] -- COMMAND...')
    .argument('[target...]', 'the address of the server; with --client, what to run')
    .addOption(new Option('--profile <name>', 'what to check against').choices(profiles).default('rfc8628'))
    .option('--client', 'check a client: the command after --')
    .option('--only <name>', 'one check, or all of a rule: D33 (may be repeated)', collect)
    .option('--expect <file>', 'known failures, the name of a check a line')
    .option('--strict', 'a warning fails, too')
    .option('--json', 'print the report as JSON')
    .option('--junit <file>', "write the report as JUnit's XML")
    .optionsGroup('About the server:')
    .option('--client-id <ID>', 'a client that may sign devices in')
    .option('--other-client-id <ID>', 'a second one, without a secret')
    .option('--secret-client-id <ID>', 'one with a secret, which is in LINKPIN_CLIENT_SECRET')
    .option('--scope <scope>', 'what to ask for, separated by spaces')
    .option('--device-endpoint <URL>', 'where to ask for codes; default: as the metadata says')
    .option('--token-endpoint <URL>', 'where to ask for tokens; default: as the metadata says')
    .option('--approve <command>', 'what approves and denies codes')
    .option('--guess', 'try wrong codes; only on this machine')
    .option('--i-run-this', 'the server is elsewhere, and you run it')
    .optionsGroup('Options:')
    .addHelpText('after', help)
    .action(async (words: readonly string[], given: Given) => {
      await (given.client === true ? checkClient(words, given) : checkServer(words, given));
    });
}

const version = (): string =>
  (
    JSON.parse(readFileSync(new URL(import.meta.resolve('linkpin/package.json')), 'utf8')) as {
      readonly version: string;
    }
  ).version;

async function checkServer(words: readonly string[], given: Given): Promise<void> {
  const [typed] = words;
  if (typed === undefined || words.length > 1) {
    throw new Failure(
      'It takes one address of a server, or --client and a command. "linkpin conformance --help" shows more.',
    );
  }
  const server = readServer(typed, given);
  const bench = realBench({
    ...(given.approve === undefined ? {} : { approve: given.approve }),
    ...(given.guess === undefined ? {} : { guess: given.guess }),
    version: version(),
  });
  const only = given.only ?? [];
  const run = async (onResult: (result: Result) => void): Promise<readonly Result[]> => {
    if (given.profile === 'plex') {
      const target = { server: server.replace(/\/+$/, ''), approverToken: process.env['LINKPIN_APPROVER_TOKEN'] ?? '' };
      return runChecks(chooseChecks(plexChecks, only).chosen, plexBench(bench, target), { onResult });
    }
    const target = await readTarget(bench, server, given, process.env);
    return runChecks(chooseChecks(rfc8628Checks, only).chosen, oauthBench(bench, target), { onResult });
  };
  const checks = given.profile === 'plex' ? plexChecks : rfc8628Checks;
  await report({ ...given, target: server, profile: given.profile }, checks, run);
  if (bench.isStopped) {
    throw new Failure('The server asked for fewer requests (429), so the run ended early. Wait, or raise its limits.');
  }
}

async function checkClient([command, ...args]: readonly string[], given: Given): Promise<void> {
  if (command === undefined) throw new Failure('--client needs a command after --, such as -- python3 device.py.');
  const { profile, only = [] } = given;
  const target = [command, ...args].join(' ');
  await report({ ...given, target, profile }, clientChecks(profile), (onResult) =>
    runClientChecks(profile, only, onResult, playerOf(profile, command, args)),
  );
}

type ReportOptions = Pick<Given, 'only' | 'expect' | 'strict' | 'json' | 'junit'> & {
  readonly target: string;
  readonly profile: Profile;
};

/** Runs checks, and prints what became of them. */
async function report(
  { target, profile, only = [], expect, strict, json, junit }: ReportOptions,
  checks: readonly CheckInfo[],
  run: (onResult: (result: Result) => void) => Promise<readonly Result[]>,
): Promise<void> {
  const { unknown } = chooseChecks(checks, only);
  if (unknown.length > 0) throw new Failure(`There is no check called ${unknown.join(', ')} in this profile.`);
  const known = expect === undefined ? [] : readKnown(expect, checks);
  const at = new Date().toISOString();
  const style = styleOf(process.stdout);
  const results = await run((result) => {
    for (const judged of json === true ? [] : judge([result], known)) process.stdout.write(resultText(judged, style));
  });
  const judged = judge(results, known);
  const repaired = passedAgain(results, known);
  const good = isGood(judged, strict === true) && repaired.length === 0;
  const head = { profile, target, at, isGood: good };
  if (junit !== undefined) await write(junit, junitText(head, judged, strict === true));
  process.stdout.write(json === true ? jsonPage(reportData(head, judged)) : `\n${sumsText(judged)}`);
  for (const name of repaired) {
    process.stderr.write(`${name} passes now: take it out of ${expect ?? ''}.\n`);
  }
  if (!good) process.exitCode = 1;
}

function readKnown(file: string, checks: readonly CheckInfo[]): readonly string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`${file} cannot be read (${systemCode(error) ?? 'unknown'}).`);
  }
  const { known, unknown } = readExpectations(
    text,
    checks.map(({ name }) => name),
  );
  if (unknown.length > 0) throw new Failure(`${file} names ${unknown.join(', ')}, which is no check of this profile.`);
  return known;
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new Failure(`${file} cannot be written (${systemCode(error) ?? 'unknown'}).`);
  }
}
