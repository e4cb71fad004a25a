// Stryker's configuration for one folder of the server, which `npm run stryker` names by LINKPIN_STRYKER_FOLDER. A mutant is
// tried against the unit tests of its own folder: what only a journey notices counts as a survivor here.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = process.env.LINKPIN_STRYKER_FOLDER;
const source = `packages/server/src/${folder}`;
const results = fileURLToPath(new URL(`results/${folder}`, import.meta.url));

export default {
  plugins: [fileURLToPath(new URL('runner.mjs', import.meta.url))],
  testRunner: 'in-process',
  testRunnerNodeArgs: ['--conditions=linkpin-source', '--expose-gc'],
  // The model of pins touches every line of theirs, and takes seconds: it is left out.
  inProcess: { testFiles: `${source}/**/*.test.ts`, exclude: '**/pin-model/**' },
  mutate: [`${source}/**/*.ts`, `!${source}/**/*.test.ts`, `!${source}/**/*.testing.ts`],
  // Mutated regular expressions with the flags u or v are often invalid, and no file with one can be loaded.
  mutator: { excludedMutations: ['Regex'] },
  // The copy that is mutated needs the server and what its tests share.
  ignorePatterns: ['/bench', '/decisions', '/deploy', '/docs', '/examples', '/tooling', '/pictures', '**/dist'],
  // Types are stripped, not checked: nothing reads a tsconfig.
  tsconfigFile: 'none.json',
  coverageAnalysis: 'perTest',
  // A busy machine must not pass for an endless loop.
  timeoutMS: 15_000,
  concurrency: 2,
  // What tests leave in the process adds up.
  maxTestRunnerReuse: 200,
  reporters: ['clear-text', 'json'],
  clearTextReporter: { reportTests: false, logTests: false, allowColor: false },
  jsonReporter: { fileName: `${results}.json` },
  warnings: { unknownOptions: false },
  incremental: true,
  incrementalFile: `${results}.incremental.json`,
  tempDirName: join(tmpdir(), 'linkpin-stryker'),
};
