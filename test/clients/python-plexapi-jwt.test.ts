// python-plexapi's JWT sign-in against the real service, over HTTP. The facts of its row in the table of recorded clients.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { createHarness, type Harness } from '../harness/service.ts';
import { approverAt } from './approver.ts';
import { pythonLogin, type PythonLogin } from './python-plexapi-jwt.ts';

const table = new URL('../fixtures/plex/requests/response-strictness.json', import.meta.url);

async function setUp(seed: string): Promise<{ harness: Harness; server: string; login: (cid: string) => PythonLogin }> {
  const harness = createHarness(seed);
  after(() => harness.service.close());
  const server = await harness.service.listen();
  return { harness, server, login: (cid) => pythonLogin(server, fetch, cid, () => harness.ports.clock.now()) };
}

describe('python-plexapi 4.18.1 signs in by JWT', () => {
  it('as its row in the table says', () => {
    const rows = JSON.parse(readFileSync(table, 'utf8')) as Record<string, unknown>;
    assert.deepEqual(rows['python-plexapi 4.18.1 JWT'], {
      register_status: 'any 2xx, body may be empty',
      deviceJWT: 'one signed token reused on every poll (5 minutes)',
    });
  });

  it('by a code that a person types, with one device JWT on every poll, though the person takes ten minutes', async () => {
    const { harness, server, login } = await setUp('python by code');
    const python = login('0x2fc00000001');
    const code = await python.run();
    const ada = await approverAt(harness, server);
    for (let minute = 0; minute < 10; minute += 1) {
      assert.equal(await python.checkLogin(), false);
      harness.clock.pass(60_000);
    }
    await ada.answerCode(code, 'yes');
    assert.equal(await python.checkLogin(), true);
    const { thumbprint, user } = await python.decodedJWT();
    assert.equal(thumbprint, python.device.jwk.kid);
    assert.equal((user as { username: string }).username, 'ada');

    const asked = await fetch(`${server}/api/v2/user`, { headers: { 'X-Plex-Token': python.jwtToken() ?? '' } });
    assert.equal(asked.status, 200, 'MyPlexAccount(token=jwtToken)');
    const before = python.jwtToken();
    assert.notEqual(await python.refreshJWT(), before);
  });

  it('by a token that it has, and registers its key as often as it likes', async () => {
    const { harness, server, login } = await setUp('python by token');
    const own = '0x2fc00000001';
    const token = await plainToken(harness, server, own);
    const python = login(own);
    for (let time = 0; time < 2; time += 1) await python.registerDevice(token);
    await python.refreshJWT();
    assert.equal((await python.decodedJWT()).thumbprint, python.device.jwk.kid);
  });

  it('but not by the token of another client identifier: an exception', async () => {
    const { harness, server, login } = await setUp('python by the token of a browser');
    const token = await plainToken(harness, server, 'a browser');
    await assert.rejects(login('0x2fc00000001').registerDevice(token), /^Error: \(403\) .*1068/);
    const asked = await fetch(`${server}/api/v2/ping`, { headers: { 'X-Plex-Token': token } });
    assert.equal(asked.status, 200);
  });

  it('and hears an exception, not a token, when the person says no', async () => {
    const { harness, server, login } = await setUp('python denied');
    const python = login('0x2fc00000001');
    const code = await python.run();
    await (await approverAt(harness, server)).answerCode(code, 'no');
    await assert.rejects(python.checkLogin(), /^Error: \(404\) .*1020/);
  });
});

/** The token that Ada gave a client. */
async function plainToken(harness: Harness, server: string, clientIdentifier: string): Promise<string> {
  const headers = { accept: 'application/json', 'x-plex-client-identifier': clientIdentifier };
  const pin = (await (await fetch(`${server}/api/v2/pins`, { method: 'POST', headers })).json()) as Record<
    string,
    unknown
  >;
  await (await approverAt(harness, server)).answerCode(String(pin['code']), 'yes');
  const read = (await (await fetch(`${server}/api/v2/pins/${String(pin['id'])}`, { headers })).json()) as Record<
    string,
    unknown
  >;
  return String(read['authToken']);
}
