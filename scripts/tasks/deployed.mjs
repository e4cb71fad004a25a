import { withImage } from '../lib/build-image.mjs';
import { ensureNeeds } from '../lib/needs.mjs';
import { say } from '../lib/say.mjs';
import { realTests, runTests } from '../lib/tests.mjs';
import { build } from './build.mjs';

/** The folders of the tests of deploy/. */
const folders = ['image', 'compose', 'chart', 'systemd'];

/** Tries what is in deploy/: the image, the compose files, the chart and the unit; arguments select some. */
export async function deployed(node, args) {
  const unknown = args.filter((name) => !folders.includes(name));
  if (unknown.length > 0) {
    say(`There is no ${unknown.join(', ')}. There are ${folders.join(', ')}.`);
    return 2;
  }
  const wanted = (args.length === 0 ? folders : args).map((name) => `test/${name}`);
  for (const folder of wanted) await ensureNeeds(node, folder);
  if ((await build(node)) !== 0) return 1;
  const tests = wanted.flatMap((folder) => realTests(folder));
  const { passed, failed } = await withImage(node, 'test', (_, withIt) => runTests(withIt, tests, { atOnce: 1 }));
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}
