// Signing in with a key of one's own (wire 1.9), as clients do it and as thieves would.
import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { approvePin } from '../../packages/server/src/service/approve-pin.ts';
import { openCode } from '../../packages/server/src/service/open-code.ts';
import { aDevice, deviceClaims, type TestDevice } from '../support/device.ts';
import { createWorld, type World } from '../support/world.ts';
import { ask, errorOf, link, lives, signIn, type Answer } from './asking.ts';

const json = { accept: 'application/json', 'content-type': 'application/json' };

const as = (holder: string): Record<string, string> => ({ ...json, 'x-plex-client-identifier': holder });

function aWorld(seed: string, settings: Record<string, unknown> = {}): World {
  const world = createWorld(seed, { settings: { passwordRoutes: 'on', ...settings } });
  after(() => world.service.close());
  return world;
}

async function nonceOf(world: World): Promise<string> {
  const { status, json: said } = await ask(world, 'GET', '/api/v2/auth/nonce', { headers: json });
  assert.equal(status, 200);
  return (said as { nonce: string }).nonce;
}

/** A device JWT with a fresh nonce. */
async function prove(world: World, device: TestDevice, holder: string, more: object = {}): Promise<string> {
  return device.sign({ ...deviceClaims(await nonceOf(world), holder, world.ports.clock.now()), ...more });
}

interface Asked {
  readonly id: number;
  readonly code: string;
}

async function askForPin(world: World, { jwk }: TestDevice, holder: string): Promise<Asked> {
  const answer = await ask(world, 'POST', '/api/v2/pins', {
    headers: as(holder),
    body: JSON.stringify({ jwk, strong: true }),
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.json as Asked;
}

const poll = (world: World, { id }: Asked, holder: string, jwt?: string): Promise<Answer> =>
  ask(world, 'GET', `/api/v2/pins/${id}${jwt === undefined ? '' : `?deviceJWT=${jwt}`}`, { headers: as(holder) });

async function approve(world: World, { code }: Asked, name = 'ada'): Promise<void> {
  const account = await world.person(name);
  const opened = await openCode(world.ports, code, account.id);
  assert.ok(opened.ok);
  const yes = { pinKey: opened.value.key, account, address: null, place: null, mayApprove: false, approvedBy: null };
  assert.ok((await approvePin(world.ports, yes)).ok);
}

const tokenIn = ({ json: said, text }: Answer): string => {
  const { authToken } = said as { authToken: unknown };
  assert.equal(typeof authToken, 'string', text);
  return String(authToken);
};

/** Signs a device in by a pin that is tied to its key. */
async function signInByPin(world: World, device: TestDevice, holder: string, name = 'ada'): Promise<string> {
  const pin = await askForPin(world, device, holder);
  const jwt = await prove(world, device, holder);
  await approve(world, pin, name);
  return tokenIn(await poll(world, pin, holder, jwt));
}

const register = (world: World, { jwk }: Pick<TestDevice, 'jwk'>, holder: string, token: string): Promise<Answer> =>
  ask(world, 'POST', '/api/v2/auth/jwk', {
    headers: { ...as(holder), 'x-plex-token': token },
    body: JSON.stringify({ jwk }),
  });

const exchange = (world: World, jwt: string): Promise<Answer> =>
  ask(world, 'POST', '/api/v2/auth/token', { headers: json, body: JSON.stringify({ jwt }) });

async function renew(world: World, device: TestDevice, holder: string): Promise<string> {
  const answer = await exchange(world, await prove(world, device, holder));
  assert.equal(answer.status, 200, answer.text);
  return (answer.json as { auth_token: string }).auth_token;
}

const claimsOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

const refusedWith = (answer: Answer, status: number, code: number): void =>
  assert.deepEqual(errorOf(answer), { status, code }, answer.text);

describe('a pin with a key', () => {
  it('holds to one device JWT for its whole life, whose nonce is good for nothing else', async () => {
    const world = aWorld('one device JWT');
    const device = aDevice('tv');
    const pin = await askForPin(world, device, 'tv');
    const jwt = await prove(world, device, 'tv');
    for (let minute = 0; minute < 29; minute += 1) {
      const { status, json: said } = await poll(world, pin, 'tv', jwt);
      assert.deepEqual([status, (said as { authToken: unknown }).authToken], [200, null]);
      world.wait(60_000);
    }
    await approve(world, pin);
    const token = tokenIn(await poll(world, pin, 'tv', jwt));
    assert.ok(await lives(world, token));
    refusedWith(await exchange(world, jwt), 498, 1001);
  });

  it('has its nonce refused at the exchange while the device JWT is still good', async () => {
    const world = aWorld('nonce of a poll');
    const device = aDevice('tv');
    await signInByPin(world, device, 'tv');
    const pin = await askForPin(world, device, 'tv');
    const jwt = await prove(world, device, 'tv');
    assert.equal((await poll(world, pin, 'tv', jwt)).status, 200);
    refusedWith(await exchange(world, jwt), 422, 1008);
    assert.equal((await poll(world, pin, 'tv', jwt)).status, 200, 'the pin goes on with it');
    const other = await askForPin(world, device, 'tv');
    refusedWith(await poll(world, other, 'tv', jwt), 422, 1008);
  });

  it('takes another device JWT with a fresh nonce, and two polls at once', async () => {
    const world = aWorld('more device JWTs');
    const device = aDevice('tv');
    const pin = await askForPin(world, device, 'tv');
    const first = await prove(world, device, 'tv');
    const statuses = await Promise.all([1, 2, 3, 4].map(async () => (await poll(world, pin, 'tv', first)).status));
    assert.deepEqual(statuses, [200, 200, 200, 200]);
    world.wait(400_000);
    assert.equal((await poll(world, pin, 'tv', await prove(world, device, 'tv'))).status, 200);
  });

  it('gives its reader the JWT again within ten seconds, and to others nothing (S10)', async () => {
    const world = aWorld('ten seconds');
    const device = aDevice('tv');
    const pin = await askForPin(world, device, 'tv');
    const jwt = await prove(world, device, 'tv');
    await approve(world, pin);
    const [first, again] = [tokenIn(await poll(world, pin, 'tv', jwt)), tokenIn(await poll(world, pin, 'tv', jwt))];
    for (const token of [first, again]) assert.ok(await lives(world, token));
    refusedWith(await poll(world, pin, 'tv'), 404, 1020);
    world.wait(10_000);
    refusedWith(await poll(world, pin, 'tv', jwt), 404, 1020);
    const devices = await world.store.grants.listFor((await world.person('ada')).id);
    assert.equal(devices.length, 1);
    assert.equal(devices[0]?.tokenHash, null, 'it never had a token of the old kind');
  });

  it('hands nothing out by its old API either', async () => {
    const world = aWorld('old API');
    const device = aDevice('tv');
    const pin = await askForPin(world, device, 'tv');
    await approve(world, pin);
    const { text, status } = await ask(world, 'GET', `/pins/${pin.id}.xml`, {
      headers: { 'x-plex-client-identifier': 'tv' },
    });
    assert.equal(status, 200);
    assert.match(text, /<auth_token nil="true"/);
    const thief = await prove(world, aDevice('thief'), 'tv');
    const bad = await ask(world, 'GET', `/pins/${pin.id}.xml?deviceJWT=${thief}`, { headers: as('tv') });
    assert.equal(bad.status, 422);
  });

  it('is proved by its own key, for its own client and this service only', async () => {
    const world = aWorld('not the key');
    const device = aDevice('tv');
    const pin = await askForPin(world, device, 'tv');
    await approve(world, pin);
    refusedWith(await poll(world, pin, 'tv', await prove(world, aDevice('thief'), 'tv')), 422, 1008);
    for (const wrong of [
      { iss: 'another' },
      { aud: 'other.tv' },
      { aud: ['other.tv'] },
      { aud: undefined },
      { exp: '9' },
    ]) {
      refusedWith(await poll(world, pin, 'tv', await prove(world, device, 'tv', wrong)), 400, 1004);
    }
    refusedWith(await poll(world, pin, 'tv', await prove(world, device, 'tv', { exp: 1 })), 498, 1001);
    for (const nonce of ['', '7c415b56-8f48-488a-98ab-847ef4460442', '7c415b56-8f48-888a-98ab-847ef4460442']) {
      refusedWith(await poll(world, pin, 'tv', await prove(world, device, 'tv', { nonce })), 422, 1008);
    }
    for (const aud of ['plex.tv', ['x', 'http://127.0.0.1:4747'], '127.0.0.1:4747']) {
      tokenIn(await poll(world, pin, 'tv', await prove(world, device, 'tv', { aud })));
    }
  });

  it('is what an unsigned or otherwise signed JWT does not prove', async () => {
    const world = aWorld('algorithms');
    const device = aDevice('tv');
    const pin = await askForPin(world, device, 'tv');
    await approve(world, pin);
    const claims = deviceClaims(await nonceOf(world), 'tv', world.ports.clock.now());
    const [head = '', body = ''] = device.sign(claims, { alg: 'none' }).split('.');
    for (const jwt of [
      `${head}.${body}.`,
      device.sign(claims, { alg: 'HS256' }),
      device.sign(claims, { crit: ['x'], x: 1 }),
    ]) {
      refusedWith(await poll(world, pin, 'tv', jwt), 400, 1004);
    }
    tokenIn(await poll(world, pin, 'tv', device.sign(claims, { alg: 'Ed25519' })));
  });
});

describe('a Plex JWT', () => {
  it('is as clients verify it: signed by a published key, for plex.tv and the client, seven days', async () => {
    const world = aWorld('claims');
    const device = aDevice('tv');
    const pin = await askForPin(world, device, 'tv');
    const nonce = await nonceOf(world);
    const now = world.ports.clock.now();
    await approve(world, pin);
    const scope = 'username,restricted,anonymous,joinedAt';
    const token = tokenIn(await poll(world, pin, 'tv', device.sign({ ...deviceClaims(nonce, 'tv', now), scope })));
    const { iss, aud, iat, exp, thumbprint, nonce: told, user } = claimsOf(token);
    assert.deepEqual([iss, aud, told, thumbprint], ['plex.tv', ['plex.tv', 'tv'], nonce, device.jwk.kid]);
    assert.deepEqual([iat, exp], [Math.floor(now / 1000), Math.floor(now / 1000) + 604_800]);
    const ada = await world.person('ada');
    const { uuid, ...members } = user as Record<string, unknown>;
    assert.match(String(uuid), /^[\da-f]{16}$/);
    const joinedAt = Math.floor(ada.createdAt / 1000);
    assert.deepEqual(members, { id: ada.number, username: 'ada', restricted: false, anonymous: false, joinedAt });

    const { keys } = (await ask(world, 'GET', '/api/v2/auth/keys', { headers: json })).json as {
      keys: { kid: string }[];
    };
    const [head = '', body = '', signature = ''] = token.split('.');
    const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Record<string, unknown>;
    assert.deepEqual([header['typ'], header['alg']], ['JWT', 'EdDSA']);
    const key = keys.find(({ kid }) => kid === header['kid']);
    assert.ok(key !== undefined && /^[\w-]{43}$/.test(key.kid));
    const publicKey = createPublicKey({ key: key as never, format: 'jwk' });
    assert.ok(verify(null, Buffer.from(`${head}.${body}`), publicKey, Buffer.from(signature, 'base64url')));
    const { keys: others } = (await ask(world, 'GET', '/oauth/jwks')).json as { keys: { kid: string }[] };
    assert.ok(
      keys.every(({ kid }) => !others.some((other) => other.kid === kid)),
      'not the keys of OAuth',
    );
  });

  it('works wherever a token does, until its device is revoked, signs out, or changes its key', async () => {
    const world = aWorld('everywhere');
    const device = aDevice('tv');
    for (const end of ['revoke', 'sign out', 'other key'] as const) {
      const token = await signInByPin(world, device, 'tv');
      const headers = { ...as('tv'), 'x-plex-token': token };
      for (const path of ['/api/v2/user', '/users/account.json', '/devices.xml', '/api/v2/resources', '/api/v2/ping']) {
        assert.equal((await ask(world, 'GET', path, { headers })).status, 200, path);
      }
      const { json: user } = await ask(world, 'GET', `/api/v2/user?X-Plex-Token=${token}`, { headers: json });
      assert.equal((user as { authToken: string }).authToken, token);
      const ada = await world.person('ada');
      const [grant] = await world.store.grants.listFor(ada.id);
      if (end === 'revoke') await world.store.grants.revoke(grant?.id ?? '', ada.id, 0);
      if (end === 'sign out')
        assert.equal((await ask(world, 'DELETE', '/api/v2/users/signout', { headers })).status, 204);
      if (end === 'other key') assert.equal((await register(world, aDevice('new'), 'tv', token)).status, 201);
      assert.equal(await lives(world, token), false, end);
      refusedWith(await exchange(world, await prove(world, device, 'tv')), 422, 1008);
    }
    assert.ok(await lives(world, await renew(world, aDevice('new'), 'tv')));
  });

  it('cannot be forged', async () => {
    const world = aWorld('forged');
    const device = aDevice('tv');
    const token = await signInByPin(world, device, 'tv');
    const [head = '', body = '', signature = ''] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ ...claimsOf(token), exp: 9_999_999_999 })).toString('base64url');
    const own = device.sign(claimsOf(token), { kid: 'L373' });
    for (const jwt of [`${head}.${forged}.${signature}`, `${head}.${body}.`, `${head}.${body}.AA`, own, 'a.b.c']) {
      assert.equal(await lives(world, jwt), false, jwt);
    }
    assert.ok(await lives(world, token));
  });

  it('is over after seven days, and renewed for as long as the device is used', async () => {
    const world = aWorld('renewed', { tokenLapseDays: 10 });
    const device = aDevice('tv');
    let token = await signInByPin(world, device, 'tv');
    for (let week = 0; week < 4; week += 1) {
      world.wait(7 * 86_400_000);
      assert.equal(await lives(world, token), false);
      token = await renew(world, device, 'tv');
      assert.ok(await lives(world, token));
    }
    world.wait(10 * 86_400_000);
    refusedWith(await exchange(world, await prove(world, device, 'tv')), 401, 1001);
  });

  it('ends with the approver of its device', async () => {
    const world = aWorld('approver');
    const ada = await world.person('ada');
    const approver = await signIn(world, ada, 'phone');
    const device = aDevice('tv');
    const pin = await askForPin(world, device, 'tv');
    const jwt = await prove(world, device, 'tv');
    const yes = await ask(world, 'PUT', `/api/v2/pins/link?code=${pin.code}`, {
      headers: { 'x-plex-token': approver },
    });
    assert.equal(yes.status, 204);
    const token = tokenIn(await poll(world, pin, 'tv', jwt));
    await ask(world, 'DELETE', '/api/v2/users/signout', { headers: { 'x-plex-token': approver } });
    assert.equal(await lives(world, token), false);
    refusedWith(await exchange(world, await prove(world, device, 'tv')), 422, 1008);
  });
});

describe('a key that a device registers', () => {
  it('ends the old token with the first JWT, not before (C11)', async () => {
    const world = aWorld('C11');
    const token = await link(world, await world.person('ada'), 'tv');
    const device = aDevice('tv');
    assert.equal((await register(world, device, 'tv', token)).status, 201);
    assert.ok(await lives(world, token));
    const jwt = await renew(world, device, 'tv');
    assert.equal(await lives(world, token), false);
    assert.ok(await lives(world, jwt));
  });

  it('may sign as a client identifier of its own; then the old token stays (C11), and both end together', async () => {
    const world = aWorld('fresh identifier');
    const ada = await world.person('ada');
    const token = await link(world, ada, 'browser');
    const device = aDevice('script');
    assert.equal((await register(world, device, 'script', token)).status, 201);
    const jwt = await renew(world, device, 'script');
    assert.deepEqual(claimsOf(jwt)['aud'], ['plex.tv', 'script']);
    for (const one of [token, jwt]) assert.ok(await lives(world, one));
    refusedWith(await exchange(world, await prove(world, device, 'browser')), 422, 1008);
    await ask(world, 'DELETE', '/api/v2/users/signout', { headers: { 'x-plex-token': jwt } });
    for (const one of [token, jwt]) assert.equal(await lives(world, one), false);
  });

  it("ends the tokens of the account's other devices of that identifier, as a pin with a key does", async () => {
    const world = aWorld('same identifier');
    const [ada, ben] = [await world.person('ada'), await world.person('ben')];
    const [hers, elsewhere, his] = [
      await link(world, ada, 'tv'),
      await link(world, ada, 'pc'),
      await link(world, ben, 'tv'),
    ];
    await signInByPin(world, aDevice('tv'), 'tv');
    assert.deepEqual(
      [await lives(world, hers), await lives(world, elsewhere), await lives(world, his)],
      [false, true, true],
    );
  });

  it('is refused to another account, for the key and for the client identifier', async () => {
    const world = aWorld('taken');
    const [ada, ben] = [await world.person('ada'), await world.person('ben')];
    const device = aDevice('tv');
    assert.equal((await register(world, device, 'tv', await link(world, ada, 'tv'))).status, 201);
    const his = await link(world, ben, 'tv');
    refusedWith(await register(world, aDevice('his'), 'tv', his), 422, 1014);
    refusedWith(await register(world, device, 'elsewhere', his), 422, 1014);
    assert.equal((await register(world, aDevice('his'), 'elsewhere', his)).status, 201);
    const again = await link(world, ada, 'tv');
    assert.equal((await register(world, device, 'tv', again)).status, 201, 'her own other device takes it over');
  });

  it('is taken over by whoever signs in by a pin with it: the device changes hands', async () => {
    const world = aWorld('changes hands');
    const device = aDevice('tv');
    const hers = await signInByPin(world, device, 'tv', 'ada');
    const his = await signInByPin(world, device, 'tv', 'ben');
    assert.deepEqual([await lives(world, hers), await lives(world, his)], [false, true]);
    const user = claimsOf(await renew(world, device, 'tv'))['user'] as { username: string };
    assert.equal(user.username, 'ben');
  });

  it('is not taken over by a pin alone: who names a key must prove it', async () => {
    const world = aWorld('unproven');
    const device = aDevice('tv');
    const hers = await signInByPin(world, device, 'tv', 'ada');
    const thief = await askForPin(world, device, 'tv');
    await approve(world, thief, 'ben');
    assert.equal((await poll(world, thief, 'tv')).status, 200);
    assert.ok(await lives(world, hers));
    assert.equal((claimsOf(await renew(world, device, 'tv'))['user'] as { username: string }).username, 'ada');
  });

  it('is found by what it is, not by what it is called', async () => {
    const world = aWorld('kid');
    const token = await link(world, await world.person('ada'), 'tv');
    const device = aDevice('tv');
    const { kid: _, ...nameless } = device.jwk;
    const said = { headers: { ...as('tv'), 'x-plex-token': token }, body: JSON.stringify({ jwk: nameless }) };
    assert.equal((await ask(world, 'POST', '/api/v2/auth/jwk', said)).status, 201);
    const claims = deviceClaims(await nonceOf(world), 'tv', world.ports.clock.now());
    const answer = await exchange(world, device.sign(claims, { kid: 'whatever' }));
    assert.equal(answer.status, 200);
    const jwt = (answer.json as { auth_token: string }).auth_token;
    assert.match(
      String(claimsOf(jwt)['thumbprint']),
      /^[\w-]{43}$/,
      'the RFC 7638 thumbprint, when it is called nothing',
    );
  });

  it('needs a token, a client identifier and a key', async () => {
    const world = aWorld('needs');
    const token = await link(world, await world.person('ada'), 'tv');
    const device = aDevice('tv');
    refusedWith(await register(world, device, 'tv', 'AAAAAAAAAAAAAAAAAAAA'), 401, 1001);
    const body = JSON.stringify({ jwk: device.jwk });
    const headers = { ...json, 'x-plex-token': token };
    refusedWith(await ask(world, 'POST', '/api/v2/auth/jwk', { headers, body }), 400, 1000);
    const named = { ...headers, 'x-plex-client-identifier': 'tv' };
    refusedWith(await ask(world, 'POST', '/api/v2/auth/jwk', { headers: named, body: '{}' }), 400, 1004);
    refusedWith(await register(world, { jwk: { ...device.jwk, crv: 'Ed448' } }, 'tv', token), 422, 1008);
  });
});

describe('nonces and exchanges', () => {
  it('have a budget of their own: 429/1003 with Retry-After, and pins go on', async () => {
    const world = aWorld('budget', { issuesPerMinute: 3 });
    for (let count = 0; count < 3; count += 1) await nonceOf(world);
    for (const [method, path, body] of [
      ['GET', 'nonce', ''],
      ['POST', 'token', '{"jwt":"a.b.c"}'],
    ] as const) {
      const said = method === 'GET' ? { headers: json } : { headers: json, body };
      const answer = await ask(world, method, `/api/v2/auth/${path}`, said);
      refusedWith(answer, 429, 1003);
      assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
    }
    assert.equal((await ask(world, 'GET', '/api/v2/auth/nonce', { headers: json, peer: '198.51.100.7' })).status, 200);
    await askForPin(world, aDevice('tv'), 'tv');
  });

  it('once only: of many exchanges of one device JWT at once exactly one succeeds', async () => {
    const world = aWorld('race');
    const device = aDevice('tv');
    await signInByPin(world, device, 'tv');
    const jwt = await prove(world, device, 'tv');
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(world, jwt)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array<number>(7).fill(422)]);
  });

  it('lapse: a nonce after five minutes with 422, a device JWT with 498', async () => {
    const world = aWorld('lapse');
    const device = aDevice('tv');
    await signInByPin(world, device, 'tv');
    const long = await prove(world, device, 'tv', { exp: 9_999_999_999 });
    const short = await prove(world, device, 'tv');
    world.wait(300_000);
    refusedWith(await exchange(world, long), 422, 1008);
    world.wait(60_000);
    refusedWith(await exchange(world, short), 498, 1001);
  });
});

describe('nonsense', () => {
  const world = createWorld('nonsense');
  after(() => world.service.close());
  const device = aDevice('tv');
  const isFair = (answer: Answer): void => {
    assert.ok(answer.status < 500, `${answer.status} ${answer.text}`);
    if (answer.status >= 400) assert.ok(errorOf(answer) !== undefined, answer.text);
  };

  it('as a jwk is 422 or a pin, never a 5xx and never a pin without its key', async () => {
    const member = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(device.jwk)), fc.string());
    const jwks = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { kty: member, crv: member, x: member, use: member, alg: member, kid: member, d: member },
        { requiredKeys: [] },
      ),
      fc
        .record({
          x: fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
          kid: member,
        })
        .map((more) => ({ ...device.jwk, ...more })),
    );
    await fc.assert(
      fc.asyncProperty(jwks, async (jwk) => {
        const answer = await ask(world, 'POST', '/api/v2/pins', { headers: as('tv'), body: JSON.stringify({ jwk }) });
        isFair(answer);
        assert.ok(answer.status === 201 || answer.status === 422, answer.text);
        if (answer.status !== 201) return;
        const pin = await world.store.pins.byHandle('plex', String((answer.json as Asked).id));
        assert.equal(pin?.deviceKey === null, jwk === null);
      }),
      { numRuns: 300 },
    );
  });

  it('as a device JWT is refused in words, whatever is broken about it', async () => {
    await signInByPin(world, device, 'tv');
    const pin = await askForPin(world, device, 'tv');
    const claims = fc.record(
      {
        nonce: fc.jsonValue(),
        scope: fc.jsonValue(),
        aud: fc.jsonValue(),
        iss: fc.constantFrom('tv', 1, null),
        exp: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const jwts = fc.oneof(
      fc.string(),
      fc.tuple(fc.base64String(), fc.base64String(), fc.base64String()).map((parts) => parts.join('.')),
      fc
        .tuple(claims, fc.dictionary(fc.constantFrom('alg', 'kid', 'typ', 'crit', 'b64', 'jwk', 'x5u'), fc.jsonValue()))
        .map(([body, header]) => device.sign(body, header)),
      claims.map((body) => device.sign({ ...deviceClaims('', 'tv', world.ports.clock.now()), ...body })),
    );
    await fc.assert(
      fc.asyncProperty(jwts, async (jwt) => {
        for (const answer of [await exchange(world, jwt), await poll(world, pin, 'tv', encodeURIComponent(jwt))]) {
          isFair(answer);
          const isAbsent = jwt === '' && answer.status === 200;
          assert.ok(isAbsent || [400, 422, 498].includes(answer.status), answer.text);
        }
        assert.equal(await lives(world, encodeURIComponent(jwt)), false);
      }),
      { numRuns: 300 },
    );
  });
});
