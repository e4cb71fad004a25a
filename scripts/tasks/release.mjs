import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { at } from '../lib/paths.mjs';
import { ensureInstalled } from '../lib/install.mjs';
import { packages, whyNotPublished, withRepository } from '../lib/release.mjs';
import { say } from '../lib/say.mjs';
import { capture, run } from '../lib/spawn.mjs';

const manifestOf = (name) => at('packages', name, 'package.json');
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * `check` (when nothing is said) tells what keeps this from being published; `version` makes a version of the changesets;
 * `fill` writes the repository into each package, as the workflow does before it publishes.
 */
export async function release(node, [action = 'check']) {
  switch (action) {
    case 'check':
      return check();
    case 'version':
      return version(node);
    case 'fill':
      return (await check()) === 0 ? fill() : 1;
    default:
      throw new Error('usage: npm run release -- [check|version|fill]');
  }
}

async function check() {
  const { output } = await capture('git', ['status', '--porcelain'], { cwd: at() });
  const reasons = whyNotPublished({
    repository: read(at('publisher.json')).repository,
    manifests: packages.map((name) => read(manifestOf(name))),
    changelog: readFileSync(at('CHANGELOG.md'), 'utf8'),
    changesets: readdirSync(at('.changeset')).filter((file) => file.endsWith('.md') && file !== 'README.md'),
    tag: process.env.GITHUB_REF_TYPE === 'tag' ? process.env.GITHUB_REF_NAME : undefined,
    isClean: output.trim() === '',
  });
  for (const reason of reasons) say(`✘ ${reason}`);
  if (reasons.length === 0) say('✔ this can be published');
  return reasons.length === 0 ? 0 : 1;
}

async function version(node) {
  await ensureInstalled(node, 'tooling/changesets', 'changesets, for this command only');
  const program = at('tooling', 'changesets', 'node_modules', '@changesets', 'cli', 'bin.js');
  return run(node.path, [program, 'version'], { env: node.env, cwd: at() });
}

function fill() {
  const { repository } = read(at('publisher.json'));
  for (const name of packages) {
    const file = manifestOf(name);
    writeFileSync(file, `${JSON.stringify(withRepository(read(file), repository, name), null, 2)}\n`);
  }
  return 0;
}
