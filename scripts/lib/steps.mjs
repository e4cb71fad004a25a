import { findCrossings, layerCrossings } from './boundaries.mjs';
import { capture } from './spawn.mjs';
import { runChangedTests } from './remembered.mjs';
import { runTests, unitTests } from './tests.mjs';
import { tool } from './tool.mjs';

const testProjects = [
  'packages/client/tsconfig.test.json',
  'packages/verify/tsconfig.test.json',
  'packages/server/tsconfig.test.json',
  'packages/linkpin/tsconfig.test.json',
  'test/tsconfig.json',
];

/**
 * The steps of `check`, longest first. Each `go` resolves to counts and to the output of a failure.
 *
 * @param afresh whether to ignore the cache of passed tests
 */
export function steps(node, afresh) {
  const units = () => (afresh ? runTests(node, unitTests(), { quiet: true }) : runChangedTests(node, unitTests()));
  const remembered = afresh ? [] : ['--cache', '--cache-location=node_modules/.cache/linkpin/prettier'];
  return [
    { name: 'unit', go: async () => countTests(await units()) },
    { name: 'types', go: () => types(node) },
    { name: 'unused', go: () => unused(node) },
    { name: 'lint', go: () => lint(node) },
    { name: 'format', go: () => one(node, tool('prettier'), '--check', '--log-level=warn', ...remembered, '.') },
  ];
}

function countTests({ passed, failed, output, note }) {
  return { passed, failed, note, output: `${output}\n${failed} of the unit tests failed` };
}

/** Checks types: sources module by module, so that each sees only its references; tests by package. */
async function types(node) {
  const tsc = tool('typescript', 'tsc');
  const results = [await capture(node.path, [tsc, '-b'], { env: node.env })];
  for (const project of testProjects) results.push(await capture(node.path, [tsc, '-p', project], { env: node.env }));
  const failed = results.filter(({ code }) => code !== 0);
  return verdict(failed.length === 0, explained(failed.map(({ output }) => output).join('')));
}

/** Replaces the compiler's eighteen lines about a forbidden import by one that names the rule. */
function explained(output) {
  const crossings = output.includes('error TS6307') ? layerCrossings() : [];
  if (crossings.length === 0) return output;
  const [crossing, continued] = [/error TS(?:6307|6059)/, /^\s/];
  let within = false;
  const rest = output.split('\n').filter((line) => {
    within = crossing.test(line) || (within && continued.test(line));
    return !within;
  });
  return [...crossings, ...rest].join('\n');
}

/** Runs the linter and our own boundary checks, so that one step covers all of them. */
async function lint(node) {
  const { code, output } = await capture(
    node.path,
    [tool('oxlint'), '--type-aware', '--deny-warnings', '--format=agent'],
    { env: node.env },
  );
  const crossings = findCrossings();
  return verdict(code === 0 && crossings.length === 0, [...crossings, output].join('\n'));
}

async function unused(node) {
  const result = await one(node, tool('knip'), '--no-progress');
  const why = 'Nothing is kept that nothing uses: see "How we write" in CONTRIBUTING.md.\n';
  return result.failed === 0 ? result : { ...result, output: `${result.output.trimEnd()}\n${why}` };
}

async function one(node, ...args) {
  const { code, output } = await capture(node.path, args, { env: node.env });
  return verdict(code === 0, output);
}

function verdict(ok, output) {
  return ok ? { passed: 1, failed: 0, output: '' } : { passed: 0, failed: 1, output };
}
