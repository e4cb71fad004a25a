// Takes guards out, one at a time, and sees whether the tests notice.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { copyOfRepository } from '../boundaries/copy.testing.ts';
import { withoutGuard, type Mutant } from './mutant.ts';

/** What became of one mutant. Only the first is as it should be. */
export type Verdict =
  | 'noticed'
  /** The tests pass without the guard. */
  | 'survived'
  /** The tests do not pass with the guard either. */
  | 'unfounded'
  /** The tests failed because what is left is no program. */
  | 'broken'
  /** The tests did not end. */
  | 'endless';

export interface Outcome {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
  /** What the tests wrote. */
  readonly output: string;
  readonly seconds: number;
}

/** How long a run may take before it counts as endless, in milliseconds: far more than any needs. */
const farLimit = 180_000;

interface Run {
  readonly passed: boolean;
  readonly ended: boolean;
  readonly output: string;
}

/** Runs the tests of a mutant in a folder. */
function runTests(folder: string, { tests, named }: Mutant): Promise<Run> {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const chosen = named === undefined ? [] : [`--test-name-pattern=${named}`];
  const args = ['--conditions=linkpin-source', '--test', '--test-isolation=none', '--test-reporter=spec', ...chosen];
  const cached = { NO_COLOR: '1', NODE_COMPILE_CACHE: join(folder, 'node_modules', '.compiled') };
  const child = spawn(process.execPath, [...args, ...tests], { cwd: folder, env: { ...env, ...cached } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((resolve, reject) => {
    const dog = setTimeout(() => child.kill('SIGKILL'), farLimit);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(dog);
      resolve({ passed: code === 0, ended: code !== null, output });
    });
  });
}

const verdictOn = ({ passed, ended, output }: Run): Verdict =>
  passed ? 'survived' : !ended ? 'endless' : /\b(?:SyntaxError|ReferenceError)\b/.test(output) ? 'broken' : 'noticed';

/** What a package says of itself: by each name the source and what it is built into. */
interface Manifest {
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly imports?: Readonly<Record<string, unknown>>;
}

/** The command as it is built, in so far as it runs the sources. */
const commandMain = `import { enableCompileCache } from 'node:module';
enableCompileCache(new URL('../../../node_modules/.compiled', import.meta.url).pathname);
export const main = async (given) => (await import('../src/main.ts')).main(given);
`;

/** Puts the sources in the place of what is built of them, so that tests of the built command notice what they lack. */
function commandFromSources(folder: string): void {
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const name of readdirSync(join(folder, 'packages'))) {
    const home = join(folder, 'packages', name);
    const { exports = {}, imports = {} } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as Manifest;
    for (const target of [...Object.values(exports), ...Object.values(imports)]) {
      const { 'linkpin-source': source, default: built } = Object(target) as Readonly<Record<string, string>>;
      if (source === undefined || built === undefined) continue;
      const from = source.startsWith('./') ? pathToFileURL(join(home, source)).href : source;
      put(join(home, built), `export * from '${from}';\n`);
    }
  }
  put(join(folder, 'packages/linkpin/dist/main.js'), commandMain);
}

/**
 * Plays mutants, as many at once as there are cores, each of which has a copy of the repository.
 *
 * @param say hears of each when it is done
 */
export async function playMutants(
  mutants: readonly Mutant[],
  say: (outcome: Outcome) => void,
  atOnce: number = availableParallelism(),
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const unhurt = new Map<string, Promise<Run>>();
  const queue = mutants.values();

  async function play(folder: string, mutant: Mutant): Promise<Outcome> {
    const key = JSON.stringify([mutant.tests, mutant.named]);
    const sound = unhurt.get(key) ?? runTests(folder, mutant);
    unhurt.set(key, sound);
    const before = await sound;
    if (!before.passed) return { mutant, verdict: 'unfounded', output: before.output, seconds: 0 };
    const file = join(folder, mutant.file);
    const source = readFileSync(file, 'utf8');
    const began = performance.now();
    writeFileSync(file, withoutGuard(source, mutant));
    try {
      const run = await runTests(folder, mutant);
      const seconds = (performance.now() - began) / 1000;
      return { mutant, verdict: verdictOn(run), output: run.output, seconds };
    } finally {
      writeFileSync(file, source);
    }
  }

  const lane = async (): Promise<void> => {
    const { folder, remove } = copyOfRepository();
    commandFromSources(folder);
    try {
      for (const mutant of queue) {
        const outcome = await play(folder, mutant);
        outcomes.push(outcome);
        say(outcome);
      }
    } finally {
      remove();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, mutants.length) }, lane));
  return outcomes;
}
