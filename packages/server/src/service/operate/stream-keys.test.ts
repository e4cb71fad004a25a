import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeStreamKey, mayStream } from './stream-keys.ts';
import { grace, operated } from './operate.testing.ts';

/** Grace, an admin beside another, and her key. */
async function begin() {
  const service = operated();
  const { ports, person, clock } = service;
  await person('other', { isAdmin: true });
  const admin = await person('grace', { isAdmin: true });
  const key = await makeStreamKey(ports, admin, grace);
  clock.pass(1);
  const manage = (act: 'unmake-admin' | 'make-admin' | 'disable' | 'enable' | 'end-sign-ins') =>
    ports.accounts.manage({ id: 'grace', ground: { by: 'operator' }, act, at: clock.now() });
  return { ...service, admin, key, manage };
}

describe('a key of the audit stream', () => {
  it('reads for its admin, and that it was made is noted', async () => {
    const { ports, key, told } = await begin();
    assert.equal(await mayStream(ports, key), true);
    assert.deepEqual(await told(), [['stream-key-made', 'grace', null, '203.0.113.80']]);
  });

  it('shows neither who it is of nor their password’s hash', async () => {
    const { admin, key } = await begin();
    for (const secret of ['grace', admin.passwordHash]) {
      assert.ok(!key.includes(secret) && !Buffer.from(key, 'base64url').toString().includes(secret));
    }
  });

  it('is none that was made up, altered, or sealed for something else', async () => {
    const { ports, key } = await begin();
    assert.equal(await mayStream(ports, 'made up'), false);
    assert.equal(await mayStream(ports, `${key.slice(0, -8)}AAAAAAAA`), false);
    assert.equal(await mayStream(ports, ports.keys.seal('authorization-code', '{}')), false);
  });

  it('ends with the role of its admin, and counts again with it', async () => {
    const { ports, key, manage } = await begin();
    await manage('unmake-admin');
    assert.equal(await mayStream(ports, key), false);
    await manage('make-admin');
    assert.equal(await mayStream(ports, key), true);
  });

  it('ends with the account, and for good when it is disabled or signed out everywhere', async () => {
    for (const act of ['disable', 'end-sign-ins'] as const) {
      const { ports, key, manage } = await begin();
      await manage(act);
      assert.equal(await mayStream(ports, key), false, act);
      await manage('enable');
      assert.equal(await mayStream(ports, key), false, act);
    }
    const { ports, clock, key } = await begin();
    await ports.accounts.remove('grace', { by: 'operator' }, clock.now());
    assert.equal(await mayStream(ports, key), false);
  });

  it('ends with the password of its admin', async () => {
    const { ports, clock, admin, key } = await begin();
    const { passwordHash: replaces } = admin;
    const change = { id: 'grace', replaces, passwordHash: 'another hash', keep: null, at: clock.now() };
    assert.ok(await ports.accounts.setPassword(change));
    assert.equal(await mayStream(ports, key), false);
  });
});
