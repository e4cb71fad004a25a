import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import { accepted, refused } from '../../domain/result.ts';
import { anAccount, deviceInfo } from '../../stores/contract/samples.ts';
import { signInDevice, type DeviceCredentials, type PasswordRoutes } from './sign-in-device.ts';

const home = '203.0.113.9';
const credentials: DeviceCredentials = { clientId: 'script', deviceInfo, login: 'ada', password: 'right' };

/** A service that knows Ada by the password `right`. */
async function begin(passwordRoutes: PasswordRoutes) {
  const dependencies = testDependencies();
  const { store, ports } = dependencies;
  const added = await store.accounts.add(anAccount({ username: 'ada' }), { by: 'operator' }, 0);
  assert.ok('added' in added);
  const asked: unknown[] = [];
  const passwordSignIn = {
    async signIn(...given: readonly [string, string, unknown]) {
      asked.push(given);
      return given[1] === 'right' ? accepted(added.added) : refused({ kind: 'wrong-sign-in' } as const);
    },
  };
  const place = { countryCode: 'US' } as ReturnType<typeof ports.geoip.lookup>;
  const geoip = { lookup: () => place };
  const all = { ...ports, geoip, passwordRoutes, passwordSignIn };
  const kindOf = async (address: string | null, parts: Partial<DeviceCredentials> = {}) => {
    const result = await signInDevice(all, { address, credentials: accepted({ ...credentials, ...parts }) });
    return result.ok ? 'ok' : result.refusal.kind;
  };
  return { ...dependencies, ports: all, account: added.added, asked, place, kindOf };
}

describe('a sign-in of a device with a password', () => {
  it('links the device, at its place, and gives it a token', async () => {
    const { ports, store, account, asked, place } = await begin('everybody');
    const mails: unknown[] = [];
    const mail = { ...ports.mail, notify: async (notice: unknown) => void mails.push(notice) };
    const signedIn = await signInDevice({ ...ports, mail }, { address: home, credentials: accepted(credentials) });
    assert.ok(signedIn.ok);
    assert.deepEqual(mails, [{ kind: 'device-linked', account: account.id, grant: signedIn.value.grant.id }]);
    assert.deepEqual(signedIn.value.account, account);
    const [grant] = await store.grants.listFor(account.id);
    assert.deepEqual(grant, signedIn.value.grant);
    assert.deepEqual([grant?.clientId, grant?.address, grant?.place], ['script', home, place]);
    assert.equal(grant?.tokenHash, ports.keys.hash(signedIn.value.token));
    assert.deepEqual(asked, [['ada', 'right', { address: home, deviceCookie: null }]]);
  });

  it('is refused where the account needs a passkey after the password', async () => {
    const { kindOf, store, account, ports } = await begin('everybody');
    const passwordSignIn = { signIn: async () => accepted({ ...account, needsPasskey: true }) };
    const result = await signInDevice(
      { ...ports, passwordSignIn },
      { address: home, credentials: accepted(credentials) },
    );
    assert.equal(!result.ok && result.refusal.kind, 'needs-passkey');
    assert.deepEqual(await store.grants.listFor(account.id), []);
    assert.equal(await kindOf(home), 'ok');
  });

  it('is refused with a wrong password, as the page refuses it', async () => {
    const { kindOf, store, account } = await begin('everybody');
    assert.equal(await kindOf(home, { password: 'wrong' }), 'wrong-sign-in');
    assert.deepEqual(await store.grants.listFor(account.id), []);
  });

  it('is refused when the password was changed at that moment', async () => {
    const { kindOf, store, account } = await begin('everybody');
    await store.accounts.setPassword({
      id: account.id,
      replaces: account.passwordHash,
      passwordHash: 'another',
      keep: null,
      at: 0,
    });
    assert.equal(await kindOf(home), 'wrong-sign-in');
  });

  it('is open to everybody, to this machine, or to nobody', async () => {
    const everybody = await begin('everybody');
    for (const address of [home, '127.0.0.1', null]) assert.equal(await everybody.kindOf(address), 'ok');
    const machine = await begin('this-machine');
    assert.equal(await machine.kindOf('127.0.0.1'), 'ok');
    for (const address of [home, null]) assert.equal(await machine.kindOf(address), 'closed');
    const nobody = await begin('nobody');
    for (const address of [home, '127.0.0.1', null]) assert.equal(await nobody.kindOf(address), 'closed');
    assert.deepEqual(nobody.asked, [], 'and no password is looked at');
  });

  it('is told what is wrong with what it sent only where it is open', async () => {
    const wrong = { address: home, credentials: refused('no name') };
    const open = await begin('everybody');
    assert.deepEqual(await signInDevice(open.ports, wrong), refused({ kind: 'malformed', fault: 'no name' }));
    const closed = await begin('nobody');
    assert.deepEqual(await signInDevice(closed.ports, wrong), refused({ kind: 'closed' }));
  });
});
