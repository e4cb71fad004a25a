// Entry point of every npm script. Plain JavaScript without dependencies: must run on Node 20 in a bare clone.
import { ensureInstalled } from './lib/install.mjs';
import { findNode } from './lib/node.mjs';
import { say } from './lib/say.mjs';
import { conformancePeers } from './tasks/conformance-peers.mjs';
import { attack } from './tasks/attack.mjs';
import { bench } from './tasks/bench.mjs';
import { build } from './tasks/build.mjs';
import { chaos } from './tasks/chaos.mjs';
import { check } from './tasks/check.mjs';
import { deployed } from './tasks/deployed.mjs';
import { fix } from './tasks/fix.mjs';
import { fuzz } from './tasks/fuzz.mjs';
import { image } from './tasks/image.mjs';
import { matrix } from './tasks/matrix.mjs';
import { mutants } from './tasks/mutants.mjs';
import { pictures } from './tasks/pictures.mjs';
import { release } from './tasks/release.mjs';
import { site } from './tasks/site.mjs';
import { start } from './tasks/start.mjs';
import { steady } from './tasks/steady.mjs';
import { stryker } from './tasks/stryker.mjs';
import { test } from './tasks/test.mjs';
import { unit } from './tasks/unit.mjs';
import { words } from './tasks/words.mjs';

/** Each task takes the Node to use and its arguments, and resolves to an exit code. */
const tasks = {
  start,
  build,
  fix,
  check,
  unit,
  test,
  steady,
  'conformance:peers': conformancePeers,
  attack,
  chaos,
  image,
  deployed,
  matrix,
  mutants,
  stryker,
  fuzz,
  pictures,
  release,
  site,
  words,
  bench,
};

const [name, ...rest] = process.argv.slice(2);
const task = Object.hasOwn(tasks, name ?? '') ? tasks[name] : undefined;
if (task === undefined) {
  say(`usage: node scripts/run.mjs ${Object.keys(tasks).join('|')} [arguments]`);
  process.exitCode = 2;
} else {
  try {
    const node = await findNode();
    await ensureInstalled(node, '.', 'the packages that package-lock.json names');
    process.exitCode = await task(node, rest[0] === '--' ? rest.slice(1) : rest);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
