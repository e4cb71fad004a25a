import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createHarness, type Harness } from '../harness/service.ts';
import { ask, collect, deviceNumberOf, errorOf, form, link, lives, signIn } from './asking.ts';
import { aGrant } from '../../packages/server/src/stores/contract/samples.ts';

const day = 24 * 60 * 60 * 1000;

function aHarness(seed: string, settings = {}): Harness {
  const harness = createHarness(seed, { settings });
  after(() => harness.service.close());
  return harness;
}

const withToken = (token: string) => ({ headers: { 'x-plex-token': token } });

async function approveByApi(
  harness: Harness,
  token: string,
  clientId: string,
): Promise<{ status: number; id: number }> {
  const headers = { 'x-plex-client-identifier': clientId, accept: 'application/json' };
  const pin = (await ask(harness, 'POST', '/api/v2/pins', { headers })).json as { id: number; code: string };
  const { headers: type, body } = form({ code: pin.code });
  const said = { headers: { ...type, 'x-plex-token': token }, body: body ?? '' };
  return { status: (await ask(harness, 'PUT', '/api/v2/pins/link', said)).status, id: pin.id };
}

describe('who may approve by API', () => {
  it('is a token of a password sign-in, and what it approved ends with it', async () => {
    const harness = aHarness('password approves');
    const ada = await harness.person('ada');
    const script = await signIn(harness, ada, 'script');
    const { status, id } = await approveByApi(harness, script, 'tv');
    assert.equal(status, 204);
    const television = await collect(harness, id, 'tv');
    const bystander = await link(harness, ada, 'radio');
    const grants = await harness.store.grants.listFor(ada.id);
    const [approver, approved] = ['script', 'tv'].map((clientId) =>
      grants.find((grant) => grant.clientId === clientId),
    );
    assert.equal(approver?.approvedBy, null);
    assert.equal(approved?.approvedBy, approver?.id);
    assert.equal(approved?.mayApprove, false);

    assert.equal((await ask(harness, 'DELETE', '/api/v2/users/signout', withToken(script))).status, 204);
    assert.deepEqual(
      [await lives(harness, script), await lives(harness, television), await lives(harness, bystander)],
      [false, false, true],
    );
  });

  it('is a device that the person lets, and no other: 403/1068', async () => {
    const harness = aHarness('devices approve');
    const ada = await harness.person('ada');
    const phone = await link(harness, ada, 'phone', true);
    const television = await link(harness, ada, 'tv');
    assert.equal((await approveByApi(harness, phone, 'radio')).status, 204);
    assert.equal((await approveByApi(harness, television, 'fridge')).status, 403);
    for (const ending of ['.json', '.xml']) {
      const refused = await ask(harness, 'PUT', `/api/v2/pins/link${ending}?code=0000`, withToken(television));
      assert.deepEqual(errorOf(refused), { code: 1068, status: 403 });
    }
  });

  it('is judged before the code is: a device that may not is not told that the code is missing', async () => {
    const harness = aHarness('no code');
    const ada = await harness.person('ada');
    const phone = await link(harness, ada, 'phone', true);
    const television = await link(harness, ada, 'tv');
    for (const method of ['PUT', 'DELETE']) {
      const statusOf = async (token: string) =>
        (await ask(harness, method, '/api/v2/pins/link', withToken(token))).status;
      assert.deepEqual([await statusOf(television), await statusOf(phone)], [403, 400]);
    }
  });
});

describe('a sign-in with a password', () => {
  it('is a device of its own, named after what it says of itself', async () => {
    const harness = aHarness('named');
    const ada = await harness.person('ada');
    await signIn(harness, ada, 'script');
    const [grant] = await harness.store.grants.listFor(ada.id);
    assert.equal(grant?.name, 'Script');
    assert.equal(grant?.pinId, null);
    assert.equal(grant?.mayApprove, true);
    assert.notEqual(grant?.collectedAt, null);
  });
});

describe('ending a device by API', () => {
  it('is for the device itself, and for one that may approve', async () => {
    const harness = aHarness('ending');
    const ada = await harness.person('ada');
    const [phone, television, radio] = [
      await link(harness, ada, 'phone', true),
      await link(harness, ada, 'tv'),
      await link(harness, ada, 'radio'),
    ];
    const end = async (by: string, whose: number) =>
      (await ask(harness, 'DELETE', `/devices/${whose}.xml`, withToken(by))).status;
    const [itsPhone, itsTelevision, itsRadio] = [
      await deviceNumberOf(harness, phone),
      await deviceNumberOf(harness, television),
      await deviceNumberOf(harness, radio),
    ];
    assert.equal(await end(television, itsPhone), 403);
    assert.equal(await end(television, itsRadio), 403);
    assert.deepEqual([await lives(harness, phone), await lives(harness, radio)], [true, true]);
    assert.equal(await end(television, itsTelevision), 204);
    assert.equal(await lives(harness, television), false);
    assert.equal(await end(phone, itsTelevision), 404);
    assert.equal(await end(phone, itsRadio), 204);
    assert.equal(await lives(harness, radio), false);
  });

  it('ends an app with all its sign-ins by redirect, which it lists and renames as one', async () => {
    const harness = aHarness('app');
    const ada = await harness.person('ada');
    const phone = await link(harness, ada, 'phone', true);
    const { grants } = harness.store;
    const notes = { account: ada.id, protocol: 'oauth', clientId: 'notes', name: 'Notes', byRedirect: true } as const;
    for (let browser = 1; browser <= 3; browser += 1) await grants.add(aGrant(notes));
    const list = async () =>
      (await ask(harness, 'GET', '/api/v2/devices.json', withToken(phone))).json as { id: number; name: string }[];
    const old = await ask(harness, 'GET', '/devices.xml', withToken(phone));
    assert.equal(old.text.match(/<Device /g)?.length, 2);
    const [app, ...others] = (await list()).filter(({ name }) => name === 'Notes');
    assert.deepEqual(others, []);
    await ask(harness, 'PUT', `/api/v2/devices/${app?.id}?name=Mine`, withToken(phone));
    assert.equal((await grants.listFor(ada.id)).filter(({ name }) => name === 'Mine').length, 3);
    assert.equal((await list()).length, 2);
    await ask(harness, 'DELETE', `/devices/${app?.id}.xml`, withToken(phone));
    assert.equal((await grants.listFor(ada.id)).length, 1);
    assert.ok(await lives(harness, phone));
  });

  it("does not see another person's devices", async () => {
    const harness = aHarness('another');
    const [ada, ben] = [await harness.person('ada'), await harness.person('ben')];
    const [mine, theirs] = [await link(harness, ada, 'tv', true), await link(harness, ben, 'tv', true)];
    const number = await deviceNumberOf(harness, theirs);
    assert.equal((await ask(harness, 'DELETE', `/devices/${number}.xml`, withToken(mine))).status, 404);
    assert.equal(await lives(harness, theirs), true);
    for (const path of ['/devices.xml', '/api/v2/devices']) {
      const { text } = await ask(harness, 'GET', path, withToken(mine));
      assert.ok(text.includes(mine) && !text.includes(String(number)), path);
    }
  });

  it('tells no token but that of the device that asks', async () => {
    const harness = aHarness('tokens');
    const ada = await harness.person('ada');
    const [one, other] = [await link(harness, ada, 'one', true), await link(harness, ada, 'other')];
    for (const path of ['/devices.xml', '/api/v2/devices.xml', '/api/v2/devices.json']) {
      const { text } = await ask(harness, 'GET', path, withToken(one));
      assert.ok(text.includes(one) && !text.includes(other), path);
      assert.ok(text.includes('other'), path);
    }
  });
});

describe('the page of the same address', () => {
  it('is still there: /devices is for people, /devices.xml for clients', async () => {
    const harness = aHarness('pages');
    assert.equal((await ask(harness, 'GET', '/devices')).status, 303);
    assert.equal((await ask(harness, 'GET', '/devices.xml')).status, 401);
    assert.notEqual((await ask(harness, 'POST', '/devices/rename')).status, 405);
    const { status, headers } = await ask(harness, 'POST', '/devices/1.xml');
    assert.deepEqual([status, headers.get('allow')], [405, 'DELETE, OPTIONS']);
  });
});

describe('a token that nobody uses', () => {
  it('lapses after 180 days, to the day, and each use starts them anew', async () => {
    const harness = aHarness('lapse');
    const token = await link(harness, await harness.person('ada'), 'tv');
    harness.clock.pass(180 * day - 1);
    assert.equal(await lives(harness, token), true);
    harness.clock.pass(180 * day - 1);
    assert.equal(await lives(harness, token), true);
    harness.clock.pass(180 * day);
    assert.equal(await lives(harness, token), false);
    assert.equal(await lives(harness, token), false, 'a try is no use');
  });

  it('lapses from its linking when it was never used, after as long as the operator says', async () => {
    const harness = aHarness('lapse soon', { tokenLapseDays: 2 });
    const ada = await harness.person('ada');
    const [phone, television] = [await link(harness, ada, 'phone', true), await link(harness, ada, 'tv')];
    harness.clock.pass(day);
    assert.equal(await lives(harness, television), true);
    harness.clock.pass(day);
    assert.equal(await lives(harness, phone), false);
    assert.equal(await lives(harness, television), true);
    assert.equal((await approveByApi(harness, phone, 'radio')).status, 401);
  });
});

describe('saying no by API', () => {
  it('reaches the device, takes the right to approve, and spends the budget of guesses', async () => {
    const harness = aHarness('no by api');
    const ada = await harness.person('ada');
    const [phone, television] = [await link(harness, ada, 'phone', true), await link(harness, ada, 'tv')];
    const headers = { 'x-plex-client-identifier': 'stranger', accept: 'application/json' };
    const pin = (await ask(harness, 'POST', '/api/v2/pins', { headers })).json as { id: number; code: string };
    const deny = (token: string, code: string) =>
      ask(harness, 'DELETE', `/api/v2/pins/link.json?code=${code}`, withToken(token));

    assert.deepEqual(errorOf(await deny(television, pin.code)), { code: 1068, status: 403 });
    assert.equal((await ask(harness, 'GET', `/api/v2/pins/${pin.id}`, { headers })).status, 200);
    assert.equal((await deny(phone, pin.code.toLowerCase())).status, 204);
    const told = await ask(harness, 'GET', `/api/v2/pins/${pin.id}`, { headers });
    assert.deepEqual([told.status, told.headers.get('linkpin-outcome')], [404, 'denied']);

    const statuses = [];
    for (let guess = 0; guess < 30; guess += 1) statuses.push((await deny(phone, '0000')).status);
    assert.deepEqual([...new Set(statuses)], [404, 429]);
    const approving = await ask(harness, 'PUT', '/api/v2/pins/link.json?code=0000', withToken(phone));
    assert.equal(approving.status, 429, 'one budget for yes and no');
  });
});

describe('renaming a device by API', () => {
  it('is for the device itself, and for one that may approve; never for another person', async () => {
    const harness = aHarness('renaming');
    const [ada, ben] = [await harness.person('ada'), await harness.person('ben')];
    const [phone, television] = [await link(harness, ada, 'phone', true), await link(harness, ada, 'tv')];
    const stranger = await link(harness, ben, 'phone', true);
    const [itsPhone, itsTelevision] = [await deviceNumberOf(harness, phone), await deviceNumberOf(harness, television)];
    const rename = async (by: string, whose: number, name: string) =>
      (await ask(harness, 'PUT', `/api/v2/devices/${whose}.json?${new URLSearchParams({ name })}`, withToken(by)))
        .status;
    const nameOf = async (clientId: string) =>
      (await harness.store.grants.listFor(ada.id)).find((grant) => grant.clientId === clientId)?.name;

    assert.equal(await rename(television, itsPhone, 'Mine'), 403);
    assert.equal(await rename(stranger, itsPhone, 'Mine'), 404);
    assert.equal(await rename(television, itsTelevision, ' Kit\u202echen '), 204);
    assert.equal(await nameOf('tv'), 'Kitchen');
    assert.equal(await rename(phone, itsTelevision, 'x'.repeat(200)), 204);
    assert.equal((await nameOf('tv'))?.length, 60);
    assert.equal(await rename(phone, itsTelevision, '\u202e'), 400);
  });
});
