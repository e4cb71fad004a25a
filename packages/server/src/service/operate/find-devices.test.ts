import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Grant } from '../../domain/grant.ts';
import { aGrant, deviceInfo } from '../../stores/contract/samples.ts';
import { endDevice, findDevices } from './find-devices.ts';
import { grace, operated } from './operate.testing.ts';

const nothing = { ...deviceInfo, product: null, device: null, deviceName: null, model: null };

/** Ada's devices and Ben's, each with a name of one kind. */
async function begin() {
  const service = operated();
  const { store, ports, person } = service;
  await person('ada');
  await person('ben');
  const link = (id: string, account: string, parts: Partial<Grant>) =>
    store.grants.add(aGrant({ id, account, name: 'TV', clientId: 'tv', deviceInfo: nothing, ...parts }));
  await link('1', 'ada', { name: 'Kitchen' });
  await link('2', 'ada', { clientId: 'uno' });
  await link('3', 'ada', { deviceInfo: { ...nothing, product: 'Due' } });
  await link('4', 'ben', { deviceInfo: { ...nothing, device: 'Tre' } });
  await link('5', 'ben', { deviceInfo: { ...nothing, deviceName: 'Quattro' } });
  await link('6', 'ben', { deviceInfo: { ...nothing, model: 'Cinque' } });
  const find = async (text: string, after = '', limit = 10) => {
    const { devices, next } = await findDevices(ports, text, after, limit);
    return [devices.map(({ grant }) => grant.id).join(''), next];
  };
  return { ...service, link, find };
}

describe('devices', () => {
  it('are found by a part of a name, a client, a product or their person, in any case', async () => {
    const { find } = await begin();
    for (const [text, ids] of [
      ['itch', '1'],
      ['UNO', '2'],
      ['due', '3'],
      ['tre', '4'],
      ['quattro', '5'],
      [' cinque ', '6'],
      ['Ada', '123'],
      ['ben', '456'],
      ['', '123456'],
      ['nobody', ''],
    ] as const) {
      assert.deepEqual(await find(text), [ids, null], text);
    }
  });

  it('come some at a time', async () => {
    const { find } = await begin();
    assert.deepEqual(await find('', '', 2), ['12', '2']);
    assert.deepEqual(await find('', '2', 2), ['34', '4']);
    assert.deepEqual(await find('', '4', 3), ['56', null]);
    assert.deepEqual(await find('ben', '', 1), ['4', '4']);
  });

  it('are one for all sign-ins by redirect with an app, on whatever page they are', async () => {
    const { link, find } = await begin();
    const byRedirect = { protocol: 'oauth', clientId: 'notes', byRedirect: true, name: 'Notes' } as const;
    await link('25', 'ada', byRedirect);
    await link('35', 'ada', { ...byRedirect, lastSeenAt: 9_999_999_999_999 });
    await link('55', 'ben', byRedirect);
    await link('7', 'ada', byRedirect);
    assert.deepEqual(await find(''), ['1235345556', null]);
    assert.deepEqual(await find('', '', 3), ['1235', '25']);
    assert.deepEqual(await find('', '25', 9), ['345556', null]);
    assert.deepEqual(await find('notes', '', 1), ['35', '25']);
    assert.deepEqual(await find('notes', '25', 1), ['55', '55']);
    assert.deepEqual(await find('notes', '55', 1), ['', null]);
  });

  it('are named with their person, who is looked up once, and with nobody whose account is gone', async () => {
    const { ports, store, link } = await begin();
    await link('7', 'gone', {});
    await link('8', 'gone', {});
    const asked: string[] = [];
    const accounts = {
      byId: async (id: string) => {
        asked.push(id);
        return store.accounts.byId(id);
      },
    };
    const { devices } = await findDevices({ ...ports, accounts }, '', '', 10);
    assert.deepEqual(
      devices.map(({ username }) => username),
      ['ada', 'ada', 'ada', 'ben', 'ben', 'ben', null, null],
    );
    assert.deepEqual(asked, ['ada', 'ben', 'gone']);
    assert.equal((await findDevices(ports, 'null', '', 10)).devices.length, 0);
  });

  it('are looked through in part, when there are very many, and the answer says where to go on', async () => {
    const { ports } = await begin();
    const given: string[] = [];
    const grants = {
      ...ports.grants,
      async listAfter(after: string, limit: number) {
        given.push(after);
        const first = Number(after) + 1;
        return Array.from({ length: limit }, (_, index) => aGrant({ id: String(first + index), account: 'ada' }));
      },
    };
    assert.deepEqual(await findDevices({ ...ports, grants }, 'nothing like it', '', 10), {
      devices: [],
      next: '20000',
    });
    assert.deepEqual([given.length, given[0], given[1], given.at(-1)], [40, '', '500', '19500']);
  });
});

describe('a device that an operator ends', () => {
  it('stops working, and the log says whose it was and who did it', async () => {
    const { ports, store, told } = await begin();
    assert.equal((await endDevice(ports, '4', grace))?.id, '4');
    assert.equal(await store.grants.byId('4'), undefined);
    assert.equal((await store.grants.listFor('ben')).length, 2);
    assert.deepEqual(await told(), [['device-revoked', 'ben', 'grace', '203.0.113.80']]);
    const [entry] = await store.auditLog.list({ since: 0, kinds: [], limit: 1 });
    assert.deepEqual([entry?.dialect, entry?.client, entry?.device], ['plex', 'tv', 'Tre']);
  });

  it('is every sign-in by redirect with its app, and one line in the log', async () => {
    const { ports, store, link, told } = await begin();
    const byRedirect = { protocol: 'oauth', clientId: 'notes', byRedirect: true } as const;
    for (const id of ['7', '8']) await link(id, 'ben', byRedirect);
    await link('9', 'ada', byRedirect);
    assert.equal((await endDevice(ports, '7', grace))?.id, '7');
    assert.deepEqual([await store.grants.byId('7'), await store.grants.byId('8')], [undefined, undefined]);
    assert.ok(await store.grants.byId('9'));
    assert.equal((await told()).length, 1);
  });

  it('is none that has ended or never was, and nothing is noted', async () => {
    const { ports, clock, told } = await begin();
    assert.equal(await endDevice(ports, 'no such device', grace), undefined);
    const known = await ports.grants.byId('4');
    assert.ok(known && (await ports.grants.revoke('4', 'ben', clock.now())));
    const grants = { ...ports.grants, byId: async () => known, revoke: async () => false };
    assert.equal(await endDevice({ ...ports, grants }, '4', grace), undefined);
    assert.deepEqual(await told(), []);
  });
});
