import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { createWorld, type World } from '../support/world.ts';
import { ask, collect, deviceNumberOf, errorOf, form, link, lives, signIn } from './asking.ts';

const day = 24 * 60 * 60 * 1000;

function aWorld(seed: string, settings = {}): World {
  const world = createWorld(seed, { settings });
  after(() => world.service.close());
  return world;
}

const withToken = (token: string) => ({ headers: { 'x-plex-token': token } });

async function approveByApi(world: World, token: string, holder: string): Promise<{ status: number; id: number }> {
  const headers = { 'x-plex-client-identifier': holder, accept: 'application/json' };
  const pin = (await ask(world, 'POST', '/api/v2/pins', { headers })).json as { id: number; code: string };
  const { headers: type, body } = form({ code: pin.code });
  const said = { headers: { ...type, 'x-plex-token': token }, body: body ?? '' };
  return { status: (await ask(world, 'PUT', '/api/v2/pins/link', said)).status, id: pin.id };
}

describe('who may approve by API', () => {
  it('is a token of a password sign-in, and what it approved ends with it', async () => {
    const world = aWorld('password approves');
    const ada = await world.person('ada');
    const script = await signIn(world, ada, 'script');
    const { status, id } = await approveByApi(world, script, 'tv');
    assert.equal(status, 204);
    const television = await collect(world, id, 'tv');
    const bystander = await link(world, ada, 'radio');
    const grants = await world.store.grants.listFor(ada.id);
    const [approver, approved] = ['script', 'tv'].map((holder) => grants.find((grant) => grant.holder === holder));
    assert.equal(approver?.approvedBy, null);
    assert.equal(approved?.approvedBy, approver?.id);
    assert.equal(approved?.mayApprove, false);

    assert.equal((await ask(world, 'DELETE', '/api/v2/users/signout', withToken(script))).status, 204);
    assert.deepEqual(
      [await lives(world, script), await lives(world, television), await lives(world, bystander)],
      [false, false, true],
    );
  });

  it('is a device that the person lets, and no other: 403/1068', async () => {
    const world = aWorld('devices approve');
    const ada = await world.person('ada');
    const phone = await link(world, ada, 'phone', true);
    const television = await link(world, ada, 'tv');
    assert.equal((await approveByApi(world, phone, 'radio')).status, 204);
    assert.equal((await approveByApi(world, television, 'fridge')).status, 403);
    for (const ending of ['.json', '.xml']) {
      const refused = await ask(world, 'PUT', `/api/v2/pins/link${ending}?code=0000`, withToken(television));
      assert.deepEqual(errorOf(refused), { code: 1068, status: 403 });
    }
  });
});

describe('a sign-in with a password', () => {
  it('is a device of its own, named after what it says of itself', async () => {
    const world = aWorld('named');
    const ada = await world.person('ada');
    await signIn(world, ada, 'script');
    const [grant] = await world.store.grants.listFor(ada.id);
    assert.equal(grant?.name, 'Script');
    assert.equal(grant?.pinKey, null);
    assert.equal(grant?.mayApprove, true);
    assert.notEqual(grant?.collectedAt, null);
  });
});

describe('ending a device by API', () => {
  it('is for the device itself, and for one that may approve', async () => {
    const world = aWorld('ending');
    const ada = await world.person('ada');
    const [phone, television, radio] = [
      await link(world, ada, 'phone', true),
      await link(world, ada, 'tv'),
      await link(world, ada, 'radio'),
    ];
    const end = async (by: string, whose: number) =>
      (await ask(world, 'DELETE', `/devices/${whose}.xml`, withToken(by))).status;
    const [itsPhone, itsTelevision, itsRadio] = [
      await deviceNumberOf(world, phone),
      await deviceNumberOf(world, television),
      await deviceNumberOf(world, radio),
    ];
    assert.equal(await end(television, itsPhone), 403);
    assert.equal(await end(television, itsRadio), 403);
    assert.deepEqual([await lives(world, phone), await lives(world, radio)], [true, true]);
    assert.equal(await end(television, itsTelevision), 204);
    assert.equal(await lives(world, television), false);
    assert.equal(await end(phone, itsTelevision), 404);
    assert.equal(await end(phone, itsRadio), 204);
    assert.equal(await lives(world, radio), false);
  });

  it("does not see another person's devices", async () => {
    const world = aWorld('another');
    const [ada, ben] = [await world.person('ada'), await world.person('ben')];
    const [mine, theirs] = [await link(world, ada, 'tv', true), await link(world, ben, 'tv', true)];
    const number = await deviceNumberOf(world, theirs);
    assert.equal((await ask(world, 'DELETE', `/devices/${number}.xml`, withToken(mine))).status, 404);
    assert.equal(await lives(world, theirs), true);
    for (const path of ['/devices.xml', '/api/v2/devices']) {
      const { text } = await ask(world, 'GET', path, withToken(mine));
      assert.ok(text.includes(mine) && !text.includes(String(number)), path);
    }
  });

  it('tells no token but that of the device that asks', async () => {
    const world = aWorld('tokens');
    const ada = await world.person('ada');
    const [one, other] = [await link(world, ada, 'one', true), await link(world, ada, 'other')];
    for (const path of ['/devices.xml', '/api/v2/devices.xml', '/api/v2/devices.json']) {
      const { text } = await ask(world, 'GET', path, withToken(one));
      assert.ok(text.includes(one) && !text.includes(other), path);
      assert.ok(text.includes('other'), path);
    }
  });
});

describe('the page of the same address', () => {
  it('is still there: /devices is for people, /devices.xml for clients', async () => {
    const world = aWorld('pages');
    assert.equal((await ask(world, 'GET', '/devices')).status, 303);
    assert.equal((await ask(world, 'GET', '/devices.xml')).status, 401);
    assert.notEqual((await ask(world, 'POST', '/devices/rename')).status, 405);
    const { status, headers } = await ask(world, 'POST', '/devices/1.xml');
    assert.deepEqual([status, headers.get('allow')], [405, 'DELETE, OPTIONS']);
  });
});

describe('a token that nobody uses', () => {
  it('lapses after 180 days, to the day, and each use starts them anew', async () => {
    const world = aWorld('lapse');
    const token = await link(world, await world.person('ada'), 'tv');
    world.wait(180 * day - 1);
    assert.equal(await lives(world, token), true);
    world.wait(180 * day - 1);
    assert.equal(await lives(world, token), true);
    world.wait(180 * day);
    assert.equal(await lives(world, token), false);
    assert.equal(await lives(world, token), false, 'a try is no use');
  });

  it('lapses from its linking when it was never used, after as long as the operator says', async () => {
    const world = aWorld('lapse soon', { tokenLapseDays: 2 });
    const ada = await world.person('ada');
    const [phone, television] = [await link(world, ada, 'phone', true), await link(world, ada, 'tv')];
    world.wait(day);
    assert.equal(await lives(world, television), true);
    world.wait(day);
    assert.equal(await lives(world, phone), false);
    assert.equal(await lives(world, television), true);
    assert.equal((await approveByApi(world, phone, 'radio')).status, 401);
  });
});

describe('saying no by API', () => {
  it('reaches the device, takes the right to approve, and spends the budget of guesses', async () => {
    const world = aWorld('no by api');
    const ada = await world.person('ada');
    const [phone, television] = [await link(world, ada, 'phone', true), await link(world, ada, 'tv')];
    const headers = { 'x-plex-client-identifier': 'stranger', accept: 'application/json' };
    const pin = (await ask(world, 'POST', '/api/v2/pins', { headers })).json as { id: number; code: string };
    const deny = (token: string, code: string) =>
      ask(world, 'DELETE', `/api/v2/pins/link.json?code=${code}`, withToken(token));

    assert.deepEqual(errorOf(await deny(television, pin.code)), { code: 1068, status: 403 });
    assert.equal((await ask(world, 'GET', `/api/v2/pins/${pin.id}`, { headers })).status, 200);
    assert.equal((await deny(phone, pin.code.toLowerCase())).status, 204);
    const told = await ask(world, 'GET', `/api/v2/pins/${pin.id}`, { headers });
    assert.deepEqual([told.status, told.headers.get('linkpin-outcome')], [404, 'denied']);

    const statuses = [];
    for (let guess = 0; guess < 30; guess += 1) statuses.push((await deny(phone, '0000')).status);
    assert.deepEqual([...new Set(statuses)], [404, 429]);
    const approving = await ask(world, 'PUT', '/api/v2/pins/link.json?code=0000', withToken(phone));
    assert.equal(approving.status, 429, 'one budget for yes and no');
  });
});

describe('renaming a device by API', () => {
  it('is for the device itself, and for one that may approve; never for another person', async () => {
    const world = aWorld('renaming');
    const [ada, ben] = [await world.person('ada'), await world.person('ben')];
    const [phone, television] = [await link(world, ada, 'phone', true), await link(world, ada, 'tv')];
    const stranger = await link(world, ben, 'phone', true);
    const [itsPhone, itsTelevision] = [await deviceNumberOf(world, phone), await deviceNumberOf(world, television)];
    const rename = async (by: string, whose: number, name: string) =>
      (await ask(world, 'PUT', `/api/v2/devices/${whose}.json?${new URLSearchParams({ name })}`, withToken(by))).status;
    const nameOf = async (holder: string) =>
      (await world.store.grants.listFor(ada.id)).find((grant) => grant.holder === holder)?.name;

    assert.equal(await rename(television, itsPhone, 'Mine'), 403);
    assert.equal(await rename(stranger, itsPhone, 'Mine'), 404);
    assert.equal(await rename(television, itsTelevision, ' Kit\u202echen '), 204);
    assert.equal(await nameOf('tv'), 'Kitchen');
    assert.equal(await rename(phone, itsTelevision, 'x'.repeat(200)), 204);
    assert.equal((await nameOf('tv'))?.length, 60);
    assert.equal(await rename(phone, itsTelevision, '\u202e'), 400);
  });
});
