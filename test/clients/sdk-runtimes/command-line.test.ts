// `@linkpin/client/cli`, as it is built, on each runtime that it promises.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../../packages/client/src/cli/server.testing.ts';
import { temporaryFolder } from '../../command/linkpin.ts';
import { programs } from './programs.ts';

const main = fileURLToPath(new URL('command-line.mjs', import.meta.url));
const built = new URL('../../../packages/client/dist/cli/index.js', import.meta.url).href;

/** What Deno has to be allowed for a loopback, a file and its lock. */
const more: Readonly<Record<string, readonly string[]>> = {
  Deno: ['--allow-env', '--allow-write', '--allow-sys=hostname,homedir', '--allow-run'],
};

describe('a command line', () => {
  for (const [name, [command = '', ...flags]] of Object.entries(programs)) {
    it(`signs in by browser and by code on ${name}`, async (t) => {
      const server = await startServer(t);
      server.answers['/api'] = ({ authorization }) => ({ status: authorization === 'Bearer access-1' ? 200 : 401 });
      const file = join(await temporaryFolder(t), 'oauth.json');
      const args = [...flags, ...(more[name] ?? []), main, built, server.issuer, file];
      const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' };
      const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
      const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
      assert.equal(code, 0, said);
      const events = said
        .trimEnd()
        .split('\n')
        .map(
          (line) => JSON.parse(line) as { readonly kind: string; readonly status?: number; readonly told?: boolean },
        );
      assert.deepEqual(
        events.map(({ kind }) => kind),
        ['browser', 'signed_in', 'called', 'code', 'signed_in', 'signed_out'],
      );
      assert.deepEqual([events[2]?.status, events[5]?.told], [200, true]);
      assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { issuers: {} });
    });
  }
});
