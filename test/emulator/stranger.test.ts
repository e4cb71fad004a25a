// Somebody who knows nothing of this repository: an empty folder, linkpin as npm would install it, Vitest, and the lines that
// docs/emulator.md begins with. There is no network. linkpin must be built.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { environment, root } from '../command/linkpin.ts';
import { packed } from '../embedding/packed.testing.ts';

/** The app of the stranger, as long as what it needs: a pin, its poll, and who it is. */
const app = `const headers = { accept: 'application/json', 'x-plex-client-identifier': 'stranger' };
const ask = async (path, more) => (await fetch('https://plex.tv/api/v2' + path, { headers, ...more })).json();

export async function signInWithPlex() {
  const { id } = await ask('/pins?strong=true', { method: 'POST' });
  for (;;) {
    const { authToken } = await ask('/pins/' + id);
    if (authToken) return ask('/user', { headers: { ...headers, 'x-plex-token': authToken } });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
`;

describe('a stranger with an empty folder', () => {
  it('tests a sign-in with Plex in Vitest, by the lines of docs/emulator.md, and sees it fail', async (t) => {
    const modules = join(root, 'examples/plex-vitest/node_modules');
    const outside = packed(['verify', 'client', 'server', 'linkpin'], [['vitest', join(modules, 'vitest')]]);
    t.after(() => outside.remove());
    const page = readFileSync(join(root, 'docs/emulator.md'), 'utf8');
    const [, lines = ''] = /```jsx\n([\s\S]+?)```/.exec(page) ?? [];
    assert.equal(lines.match(/^ {2}\S/gm)?.length, 4, 'the test has four lines, and one around them');
    outside.write('plex.test.js', lines);
    const run = async (): Promise<{ readonly said: string; readonly status: unknown }> => {
      const command = `ip link set lo up && exec "${process.execPath}" node_modules/vitest/vitest.mjs run`;
      const env = { ...environment(outside.folder), NO_COLOR: '1', CI: '1' };
      const child = spawn('unshare', ['--net', 'sh', '-c', command], { cwd: outside.folder, env });
      const [out, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
      return { said: `${out}${errors}`, status };
    };
    outside.write('your-app.js', app);
    const passed = await run();
    assert.equal(passed.status, 0, passed.said);
    assert.match(passed.said, /Tests +1 passed/);
    outside.write('your-app.js', app.replace("return ask('/user'", "return ask('/ping'"));
    const failed = await run();
    assert.equal(failed.status, 1, failed.said);
    assert.match(failed.said, /Tests +1 failed/);
  });
});
