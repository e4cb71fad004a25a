import { withImage } from '../lib/build-image.mjs';
import { ensureDebian } from '../lib/debian.mjs';
import { ensureInstalled } from '../lib/install.mjs';
import { ensureNeeds } from '../lib/needs.mjs';
import { ownNode } from '../lib/node.mjs';
import { say } from '../lib/say.mjs';
import { serving } from '../lib/spawn.mjs';
import { realTests, runTests, unitTests } from '../lib/tests.mjs';
import { build } from './build.mjs';
import { runChecks } from './check.mjs';

/** Runs everything: `check`, all integration tests, then those that depend on Node again on the next version of it. */
export async function test(node) {
  await ensureDebian(['chromium']);
  await ensureNeeds(node, 'test');
  await ensureNeeds(node, 'examples');
  const node26 = await ownNode('node26', '26');
  await ownNode('node20', '20');
  await ownNode('node22', '22.19');
  await ensureInstalled(node, 'tooling/runtimes', 'Bun and Deno, which the client and the verifier are tested on');
  await ensureInstalled(node, 'tooling/hermes', "the compiler of React Native's engine, which must take the client");

  const postgres = await serving(node.path, ['test/postgres/serve.ts'], { env: node.env });
  try {
    return await testAll(withPostgres(node, postgres), withPostgres(node26, postgres));
  } finally {
    await postgres.stop();
  }
}

/** One server for all test files; a file that runs by itself starts its own. */
function withPostgres(node, { line }) {
  return { ...node, env: { ...node.env, LINKPIN_TEST_POSTGRES: line } };
}

async function testAll(node, node26) {
  const results = [];
  const times = [];
  const part = async (title, go) => {
    say(`\n${title}`);
    const start = performance.now();
    results.push(await go());
    times.push(`${((performance.now() - start) / 1000).toFixed(0).padStart(6)} s  ${title}`);
  };
  const again = [
    ...unitTests('packages/verify'),
    ...unitTests('packages/server'),
    ...unitTests('packages/linkpin'),
    ...realTests().filter(runsOnNode),
  ];
  await part('what `npm run check` checks, unit tests included', () => runChecks(node, [], { afresh: true }));
  await part('the build', () => built(node));
  await part('everything with real parts', () => withImage(node, 'test', (_, withIt) => shown(withIt, realTests())));
  await part('the server, the verifier, the command and what serves by them again, on Node 26', () =>
    shown(node26, again),
  );
  process.stdout.write(`\n${times.join('\n')}\n`);

  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
  return sum('failed') === 0 ? 0 : 1;
}

/**
 * True for tests that depend on the version of Node. What is said on pages in a browser and to clients of others goes
 * through the same adapters, which test/adapters, test/attack, test/waiting, test/command and the unit tests try. What is
 * said to PostgreSQL, mail servers, providers and authenticators goes through libraries that their authors try on each Node. What is
 * deployed brings the Node that it runs on. What runs under the emulator, a runner of
 * tests included, has the Node that it wants; the emulator's own unit tests are played on both.
 */
function runsOnNode(file) {
  const elsewhere = [
    'agents/',
    'boundaries/',
    'browser/',
    'chaos/',
    'chart/',
    'clients/',
    'command/doctor',
    'command/migrate',
    'command/move',
    'command/postgres',
    'command/restore-drill',
    'command/upgrade',
    'command/versions',
    'compose/',
    'conformance/',
    'docs/',
    'emulator/',
    'examples/next',
    'examples/plex',
    'examples/python',
    'examples/sign-in',
    'examples/terminal',
    'examples/tv',
    'image/',
    'mail/',
    'mutants/',
    'observe/',
    'openid/',
    'operate/',
    'packages/',
    'passkeys/',
    'postgres/',
    'replicas/',
    'sign-in/',
    'systemd/',
    'words/',
  ];
  return !elsewhere.some((start) => file.startsWith(`test/${start}`));
}

/** Builds first: some tests use the built files. */
async function built(node) {
  return (await build(node)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function shown(node, files) {
  const result = await runTests(node, files);
  process.stdout.write(result.output);
  return result;
}
