// Whoever knows the id and the client identifier of a pin may send codes along with them. How many wrong ones is counted.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import { openCode } from '../../packages/server/src/service/pins/open-code.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { ask, type Answer } from './asking.ts';
import { aDevice, deviceClaims } from '../support/device.ts';

const home = '2001:db8:7:1::9';
const neighbour = '2001:db8:7:1::66';

interface Made {
  readonly id: number;
  readonly code: string;
}

/** Sends a code along with the number of a pin. */
type Entrance = (harness: Harness, pin: Made, code: string, from: string, agent: string) => Promise<Answer>;

const send =
  (method: string, path: (pin: Made, code: string) => string, more: Readonly<Record<string, string>> = {}): Entrance =>
  (harness, pin, code, peer, agent) => {
    const headers = { 'x-plex-client-identifier': 'tv', 'user-agent': agent, accept: 'application/json', ...more };
    return ask(harness, method, path(pin, code), { headers, peer });
  };

const inForm: Entrance = (harness, { id }, code, peer, agent) => {
  const type = 'application/x-www-form-urlencoded';
  const headers = { 'x-plex-client-identifier': 'tv', 'user-agent': agent, 'content-type': type };
  return ask(harness, 'DELETE', `/api/v2/pins/${id}`, { headers, body: `code=${code}`, peer });
};

/** Every path that takes a code beside a pin's number. */
const entrances: Readonly<Record<string, Entrance>> = {
  'a poll of v2': send('GET', ({ id }, code) => `/api/v2/pins/${id}?code=${code}`),
  'a poll of v2 in XML': send('GET', ({ id }, code) => `/api/v2/pins/${id}.xml?code=${code}`, { accept: '*/*' }),
  'a poll that waits': send('GET', ({ id }, code) => `/api/v2/pins/${id}?code=${code}`, { prefer: 'wait=0' }),
  'a poll of old': send('GET', ({ id }, code) => `/pins/${id}.xml?code=${code}`),
  'a poll with a device JWT': send('GET', ({ id }, code) => `/api/v2/pins/${id}?code=${code}&deviceJWT=x.y.z`),
  'a cancel': send('DELETE', ({ id }, code) => `/api/v2/pins/${id}?code=${code}`),
  'a cancel with a form': inForm,
};
const poll = entrances['a poll of v2'] as Entrance;

const said = ({ status, headers, text }: Answer) => [status, headers.get('linkpin-outcome'), text];

async function aPin(harness: Harness, body?: string): Promise<Made> {
  const headers = { 'x-plex-client-identifier': 'tv', accept: 'application/json', 'user-agent': 'TV/1' };
  const more = body === undefined ? {} : { body };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const made = await ask(harness, 'POST', '/api/v2/pins', { headers: { ...headers, ...type }, peer: home, ...more });
  assert.equal(made.status, 201, made.text);
  return made.json as Made;
}

const wrong = (turn: number): string => `ZZ${String(turn).padStart(2, '0')}`;

describe('wrong codes of one pin', () => {
  for (const [name, entrance] of Object.entries(entrances)) {
    it(`are ten at ${name}: then the right one is answered as a wrong one, in the pin’s own network too`, async (context) => {
      const harness = createHarness(`wrong codes ${name}`);
      context.after(() => harness.service.close());
      const pin = await aPin(harness);
      for (let turn = 0; turn < 10; turn += 1) {
        assert.equal((await entrance(harness, pin, wrong(turn), neighbour, 'script')).status, 404, `try ${turn}`);
      }
      const none = await entrance(harness, pin, wrong(10), neighbour, 'script');
      assert.deepEqual(said(await entrance(harness, pin, pin.code, neighbour, 'script')), said(none));
      assert.deepEqual(said(await entrance(harness, pin, pin.code, neighbour, 'another')), said(none));
    });

    it(`sent to ${name} do not lock out the device that showed the right one before`, async (context) => {
      const harness = createHarness(`neighbour ${name}`);
      context.after(() => harness.service.close());
      const pin = await aPin(harness);
      assert.equal((await poll(harness, pin, pin.code, home, 'TV/1')).status, 200);
      for (let turn = 0; turn < 40; turn += 1) await entrance(harness, pin, wrong(turn), neighbour, 'script');
      assert.equal((await poll(harness, pin, pin.code, neighbour, 'script')).status, 404);
      assert.equal(
        (await poll(harness, pin, pin.code, home, 'script')).status,
        404,
        'another program at the same address',
      );
      assert.equal((await poll(harness, pin, pin.code, home, 'TV/1')).status, 200);
      const account = await harness.person('ada');
      const opened = await openCode(harness.ports, pin.code, account.id);
      assert.ok(opened.ok);
      const yes = { pin: opened.value.id, account, address: home, place: null, mayApprove: false };
      assert.ok((await approvePin(harness.ports, { ...yes, approvedBy: null })).ok);
      const { json } = await poll(harness, pin, pin.code, home, 'TV/1');
      assert.match(String((json as { authToken: unknown }).authToken), /^[0-9A-Za-z]{20}$/);
    });
  }

  it('are counted over all of these together, and right ones are none', async (context) => {
    const harness = createHarness('wrong codes together');
    context.after(() => harness.service.close());
    const pin = await aPin(harness);
    for (let turn = 0; turn < 40; turn += 1) {
      assert.equal((await poll(harness, pin, pin.code, home, `device ${turn}`)).status, 200);
    }
    const ways = Object.values(entrances);
    for (let turn = 0; turn < 9; turn += 1) {
      await ways[turn % ways.length]?.(harness, pin, wrong(turn), `203.0.113.${turn}`, 'script');
    }
    assert.equal((await poll(harness, pin, pin.code, home, 'late')).status, 200, 'one is left');
    await poll(harness, pin, wrong(9), home, 'script');
    assert.equal((await poll(harness, pin, pin.code, home, 'too late')).status, 404);
    const other = await aPin(harness);
    assert.equal((await poll(harness, other, other.code, neighbour, 'script')).status, 200, 'another pin has its own');
  });

  it('of a pin with a key do not keep the key’s holder from its JWT, once it has shown the code', async (context) => {
    const harness = createHarness('wrong codes keyed');
    context.after(() => harness.service.close());
    const device = aDevice('kid-1');
    const pin = await aPin(harness, JSON.stringify({ jwk: device.jwk }));
    assert.equal((await poll(harness, pin, pin.code, home, 'TV/1')).status, 200);
    for (let turn = 0; turn < 12; turn += 1) await poll(harness, pin, wrong(turn), neighbour, 'script');
    const headers = { 'x-plex-client-identifier': 'tv', accept: 'application/json', 'user-agent': 'TV/1' };
    const { json } = await ask(harness, 'GET', '/api/v2/auth/nonce', { headers, peer: home });
    const deviceInfo = deviceClaims((json as { nonce: string }).nonce, 'tv', harness.ports.clock.now());
    const path = `/api/v2/pins/${pin.id}?code=${pin.code}&deviceJWT=${device.sign(deviceInfo)}`;
    assert.equal((await ask(harness, 'GET', path, { headers, peer: home })).status, 200);
  });
});
