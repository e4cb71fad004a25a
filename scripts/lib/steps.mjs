import { capture } from './spawn.mjs';
import { runTests, unitTests } from './tests.mjs';
import { tool } from './tool.mjs';
import { findBreaches } from './walls.mjs';

const testProjects = [
  'packages/client/tsconfig.test.json',
  'packages/server/tsconfig.test.json',
  'packages/linkpin/tsconfig.test.json',
  'test/tsconfig.json',
];

/** The steps of `check`, the longest first. Each `go` resolves to counts and to what to show when one failed. */
export function steps(node) {
  return [
    { name: 'unit', go: async () => countTests(await runTests(node, unitTests(), { quiet: true })) },
    { name: 'types', go: () => types(node) },
    { name: 'unused', go: () => one(node, tool('knip'), '--no-progress') },
    { name: 'lint', go: () => one(node, tool('oxlint'), '--type-aware', '--deny-warnings', '--format=agent') },
    { name: 'format', go: () => one(node, tool('prettier'), '--check', '--log-level=warn', '.') },
    { name: 'walls', go: async () => walls() },
  ];
}

function countTests({ passed, failed, output }) {
  return { passed, failed, output: `${output}\n${failed} of the unit tests failed` };
}

/** Sources build room by room, so that a room sees only the rooms it refers to; tests are read by whole packages. */
async function types(node) {
  const tsc = tool('typescript', 'tsc');
  const results = [await capture(node.path, [tsc, '-b'], { env: node.env })];
  for (const project of testProjects) results.push(await capture(node.path, [tsc, '-p', project], { env: node.env }));
  const failed = results.filter(({ code }) => code !== 0);
  return verdict(failed.length === 0, failed.map(({ output }) => output).join(''));
}

function walls() {
  const breaches = findBreaches();
  return verdict(breaches.length === 0, breaches.join('\n'));
}

async function one(node, ...args) {
  const { code, output } = await capture(node.path, args, { env: node.env });
  return verdict(code === 0, output);
}

function verdict(ok, output) {
  return ok ? { passed: 1, failed: 0, output: '' } : { passed: 0, failed: 1, output };
}
