// What the SDK reads with a token, from the real service over TCP.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  type PlexClientOptions,
  checkPlexToken,
  createPlexClient,
  fetchPlexDevices,
  fetchPlexResources,
} from '@linkpin/client';
import { createHarness, type Harness } from '../../harness/service.ts';
import { type Approver, approverAt } from '../approver.ts';

describe('with its token, a device', () => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-sdk-lists-'));
  const serversFile = join(folder, 'servers.json');
  let harness: Harness;
  let ada: Approver;
  let options: PlexClientOptions;
  let token = '';

  const signIn = async (): Promise<string> => {
    const asked = await createPlexClient(options).requestPin();
    await ada.answerCode(asked.code, 'yes');
    const outcome = await asked.wait();
    assert.ok(outcome.kind === 'approved');
    return outcome.token;
  };

  before(async () => {
    const connections = [{ uri: 'http://192.168.1.5:32400', local: true }, { uri: 'https://box.example' }];
    writeFileSync(serversFile, JSON.stringify([{ name: 'Box', clientIdentifier: 'machine-1', connections }]));
    harness = createHarness('sdk lists', { settings: { serversFile } });
    const server = await harness.service.listen();
    ada = await approverAt(harness, server);
    options = { clientIdentifier: 'tv', product: 'My Player', platform: 'tvOS', deviceName: 'Zoë’s TV', server };
    token = await signIn();
  });
  after(async () => {
    await harness.service.close();
    rmSync(folder, { recursive: true });
  });

  it('reads whose it is', async () => {
    const check = await checkPlexToken(options, token);
    assert.ok(check.kind === 'valid');
    assert.deepEqual([check.user.username, check.user.email], ['ada', 'ada@example.com']);
  });

  it('reads the media servers that an operator declares', async () => {
    const [box, ...others] = await fetchPlexResources(options, token);
    assert.deepEqual(others, []);
    assert.ok(box?.createdAt && box.lastSeenAt);
    assert.deepEqual(
      [box.name, box.clientIdentifier, box.provides, box.owned, box.ownerId, box.accessToken],
      ['Box', 'machine-1', ['server'], false, null, token],
    );
    assert.deepEqual(
      box.connections.map(({ uri, port, local, relay }) => [uri, port, local, relay]),
      [
        ['http://192.168.1.5:32400', 32400, true, false],
        ['https://box.example', 443, false, false],
      ],
    );
  });

  it('reads the devices of its person, itself among them', async () => {
    const devices = await fetchPlexDevices(options, token);
    const [device, ...others] = devices.filter(({ clientIdentifier }) => clientIdentifier === 'tv');
    assert.deepEqual(others, []);
    assert.ok(device?.id && device.createdAt && device.lastSeenAt);
    assert.deepEqual([device.name, device.product, device.platform], ['Zoë’s TV', 'My Player', 'tvOS']);
    assert.ok(!JSON.stringify(devices).includes(token));
  });

  it('C10: learns from each of them that its token is no longer good', async () => {
    for (const ask of [fetchPlexResources, fetchPlexDevices]) {
      await assert.rejects(ask(options, 'x'.repeat(20)), { code: 'refused', status: 401, plexCode: 1001 });
    }
    assert.deepEqual(await checkPlexToken(options, 'x'.repeat(20)), { kind: 'invalid' });
  });
});
