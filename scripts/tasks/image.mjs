import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildah, imageName, withImage } from '../lib/build-image.mjs';
import { ensureNeeds } from '../lib/needs.mjs';
import { at } from '../lib/paths.mjs';
import { say } from '../lib/say.mjs';
import { runTests } from '../lib/tests.mjs';
import { build } from './build.mjs';

/** Builds the container image, runs it and signs a device in; `--archive FILE` keeps it, for `docker load`. */
export async function image(node, args) {
  const [flag, file] = args;
  if (args.length > 0 && (flag !== '--archive' || file === undefined || args.length > 2)) {
    say('usage: npm run image [-- --archive FILE]');
    return 2;
  }
  await ensureNeeds(node, 'test/image');
  const code = await build(node);
  if (code !== 0) return code;
  const { version } = JSON.parse(readFileSync(at('packages', 'linkpin', 'package.json'), 'utf8'));
  return withImage(node, version, async (storage, withIt) => {
    const { passed, failed } = await runTests(withIt, ['test/image/image.test.ts']);
    if (file !== undefined && failed === 0) {
      await buildah(storage, ['push', '--quiet', imageName, `docker-archive:${resolve(file)}:${imageName}:${version}`]);
      say(`${imageName}:${version} is in ${resolve(file)}: docker load --input ${file}`);
    }
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
    return failed === 0 ? 0 : 1;
  });
}
