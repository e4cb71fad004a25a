import { ensureChromium } from '../lib/chromium.mjs';
import { ensureInstalled } from '../lib/install.mjs';
import { ownNode } from '../lib/node.mjs';
import { say } from '../lib/say.mjs';
import { realTests, runTests, unitTests } from '../lib/tests.mjs';
import { build } from './build.mjs';
import { runChecks } from './check.mjs';

/** Proves everything: `check`, then all tests with real parts, then the server's again on the next Node. */
export async function test(node) {
  await ensureChromium();
  const node26 = await ownNode('node26', '26');
  await ownNode('node20', '20');
  await ensureInstalled(node, 'tooling/runtimes', 'Bun and Deno, which the client is tested on');
  await ensureInstalled(node, 'tooling/hermes', "the compiler of React Native's engine, which must take the client");
  await ensureInstalled(node, 'test/clients/peers', "other people's plex clients, which must sign in as they are");

  const results = [await runChecks(node)];
  results.push(await built(node));
  results.push(await part('everything with real parts', node, realTests()));
  results.push(await part('unit tests of the server, on Node 26', node26, unitTests('packages/server')));
  results.push(await part('journeys, on Node 26', node26, realTests('test/journeys')));

  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
  return sum('failed') === 0 ? 0 : 1;
}

/** Some of the real parts are the built files. */
async function built(node) {
  return (await build(node)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function part(title, node, files) {
  say(`\n${title}`);
  const result = await runTests(node, files);
  process.stdout.write(result.output);
  return result;
}
