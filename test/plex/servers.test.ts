import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { SettingsError } from '@linkpin/server';
import { createHarness } from '../harness/service.ts';
import { ask, link } from './asking.ts';

const folder = mkdtempSync(join(tmpdir(), 'linkpin-servers-'));
after(() => rmSync(folder, { recursive: true }));

const serversFile = join(folder, 'servers.json');

describe('media servers that an operator declares', () => {
  it("are told to everybody with the token that they came with, and are the admins' own", async () => {
    const connections = [{ uri: 'http://192.168.1.5:32400', local: true }, { uri: 'https://box.example' }];
    writeFileSync(serversFile, JSON.stringify([{ name: 'Box', clientIdentifier: 'machine-1', connections }]));
    const harness = createHarness('servers', { settings: { serversFile } });
    after(() => harness.service.close());
    const ada = await harness.person('ada');
    const admin = { ...ada, id: 'admin-0000000000000000', username: 'root', email: null, isAdmin: true };
    const made = await harness.store.accounts.add(admin, { by: 'operator' }, 0);
    assert.ok('added' in made);
    for (const [account, owned] of [
      [ada, false],
      [made.added, true],
    ] as const) {
      const token = await link(harness, account, 'seerr');
      const headers = { 'x-plex-token': token, 'x-plex-client-identifier': 'seerr', accept: 'application/json' };
      const { json } = await ask(harness, 'GET', '/api/v2/resources?includeHttps=1', { headers });
      const [server, ...others] = json as Record<string, unknown>[];
      assert.deepEqual(others, []);
      assert.deepEqual(
        [server?.['name'], server?.['provides'], server?.['owned'], server?.['accessToken']],
        ['Box', 'server', owned, token],
      );
      const told = JSON.stringify(server?.['connections']);
      assert.match(told, /"address":"192\.168\.1\.5","port":32400,"uri":"http:\/\/192\.168\.1\.5:32400","local":true/);
      assert.match(told, /"address":"box\.example","port":443,"uri":"https:\/\/box\.example","local":false/);
      const old = await ask(harness, 'GET', '/api/resources?includeHttps=1', { headers });
      assert.match(old.text, new RegExp(`<Device name="Box" .* owned="${Number(owned)}" accessToken="${token}"`));
      assert.match(
        old.text,
        /<Connection protocol="https" address="box.example" port="443" uri="https:\/\/box.example" local="0"\/>/,
      );
    }
  });

  it('stop the service from starting when their file is wrong, and the words say where', () => {
    writeFileSync(serversFile, '[{"name":"Box"}]');
    assert.throws(
      () => createHarness('wrong servers', { settings: { serversFile } }),
      (error: unknown) => error instanceof SettingsError && /servers\.json .*clientIdentifier/s.test(error.message),
    );
  });
});
