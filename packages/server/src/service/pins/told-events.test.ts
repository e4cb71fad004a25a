import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import { plexCodes } from '../../domain/code.ts';
import { aPin } from '../../domain/pin.testing.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import { approvePin } from './approve-pin.ts';
import { cancelPin } from './cancel-pin.ts';
import { denyPin } from './deny-pin.ts';
import { deviceFlow, must } from '../../../../../test/harness/devices.ts';
import { openCode } from './open-code.ts';
import { redeemPin } from './redeem-pin.ts';
import { drawPlexId, requestPin } from './request-pin.ts';

function setUp() {
  const { store, ports, events } = testDependencies();
  const told = async () => {
    await events.flush();
    const entries = await store.auditLog.list({ since: 0, kinds: [], limit: 100 });
    return entries.map(({ kind, account, address, client }) => [kind, account, address, client]);
  };
  const ask = async () =>
    must(
      await requestPin(ports, {
        protocol: 'plex',
        kind: 'weak',
        format: plexCodes.weak,
        clientId: 'tv',
        requester: { ...aPin().requester, address: '203.0.113.1' },
        authorizationRequest: null,
        keyThumbprint: null,
        deviceKey: null,
        drawPublicId: () => drawPlexId(ports),
      }),
    );
  return { ports, ask, told };
}

const yes = { account: { id: 'ada', createdAt: 0 }, place: null, mayApprove: false, approvedBy: null };

test('the life of a pin is told: who did what, from where, and each change once', async () => {
  const { ports, ask, told } = setUp();
  const pin = await ask();
  for (let look = 0; look < 2; look += 1) must(await openCode(ports, pin.code, 'ada', { address: '203.0.113.2' }));
  const order = { ...yes, pin: pin.id, address: '203.0.113.3' };
  must(await approvePin(ports, order));
  assert.ok(!(await approvePin(ports, order)).ok);
  for (let read = 0; read < 3; read += 1) must(await redeemPin(ports, pin.id, '203.0.113.4'));
  assert.deepEqual(await told(), [
    ['opened', 'ada', '203.0.113.2', 'tv'],
    ['approved', 'ada', '203.0.113.3', 'tv'],
    ['redeemed', 'ada', '203.0.113.4', 'tv'],
    ['issued', null, '203.0.113.1', 'tv'],
  ]);
});

test('a yes that is the first look, too, is told as both, in that order; one upon a look only as a yes', async () => {
  const { ports, ask, told } = setUp();
  const [unseen, seen] = [await ask(), await ask()];
  must(await openCode(ports, seen.code, 'ben', { address: '203.0.113.2' }));
  for (const { id } of [unseen, seen]) {
    must(await approvePin(ports, { ...yes, pin: id, address: '203.0.113.3', opens: true }));
  }
  assert.deepEqual(await told(), [
    ['opened', 'ben', '203.0.113.2', 'tv'],
    ['opened', 'ada', '203.0.113.3', 'tv'],
    ['approved', 'ada', '203.0.113.3', 'tv'],
    ['approved', 'ada', '203.0.113.3', 'tv'],
    ['issued', null, '203.0.113.1', 'tv'],
  ]);
});

test('a no and a cancel are told, and of those who race the one that wins', async () => {
  const { ports, ask, told } = setUp();
  const [denied, cancelled, raced] = [await ask(), await ask(), await ask()];
  const reading = ({ publicId, clientId }: typeof denied, from: string) =>
    ({ protocol: 'plex', publicId, clientId, code: null, from }) as const;
  must(await denyPin(ports, denied.id, 'ben', '203.0.113.5'));
  must(await cancelPin(ports, reading(cancelled, '203.0.113.6')));
  const ends = [
    () => denyPin(ports, raced.id, 'cleo', '203.0.113.7'),
    () => cancelPin(ports, reading(raced, '203.0.113.7')),
    () => approvePin(ports, { ...yes, pin: raced.id, address: '203.0.113.7' }),
  ];
  const results = await Promise.all(Array.from({ length: 12 }, (_, index) => ends[index % 3]?.()));
  assert.equal(results.filter((result) => result?.ok === true).length, 1);
  const [no, cancel, first, ...rest] = await told();
  assert.deepEqual(no, ['denied', 'ben', '203.0.113.5', 'tv']);
  assert.deepEqual(cancel, ['cancelled', null, '203.0.113.6', 'tv']);
  assert.equal(first?.[2], '203.0.113.7');
  assert.deepEqual(
    rest.map(([kind]) => kind),
    ['issued'],
  );
});

test('a device code that is used again is told, against the account whose device it was', async () => {
  const store = createMemoryStore();
  const flow = await deviceFlow(store);
  const { deviceCode, pin } = await flow.begin();
  await flow.approve(pin);
  await flow.poll(deviceCode);
  flow.clock.pass(90_001);
  await flow.poll(deviceCode, { reader: '203.0.113.66' });
  await flow.poll(deviceCode, { reader: '203.0.113.67' });
  const told = await store.auditLog.list({ since: 0, kinds: ['replayed'], limit: 10 });
  assert.deepEqual(
    told.map(({ account, address, fact, dialect }) => [account, address, fact, dialect]),
    [['ada', '203.0.113.66', 'device-code', 'oauth']],
  );
});
