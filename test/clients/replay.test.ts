// Every request that a client was seen to send, and some that clients must send by what they are, each answered as that
// client needs it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { createWorld, type World } from '../support/world.ts';
import { somebody, type Person } from './person.ts';
import { readRecorded, replay, signInAsRecorded, type Recorded, type Seen } from './replay.ts';
import { assertFact } from './strictness.ts';

const fixtures = new URL('../fixtures/plex/requests/', import.meta.url);
const measured = readRecorded(new URL('measured-requests.json', fixtures));
const derived = readRecorded(new URL('derived-requests.json', import.meta.url));
const strictness = JSON.parse(readFileSync(new URL('response-strictness.json', fixtures), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, unknown>>>
>;

/** Which row of the table holds for whom. */
const rows: Readonly<Record<string, readonly string[]>> = {
  '@lukehagar/plexjs 0.7.0': ['plexjs 0.7.0 (seed 001)'],
  '@lukehagar/plexjs 0.18.0': ['plexjs 0.18.0 (seed 003)'],
  '@lukehagar/plexjs 0.20.1': ['plexjs 0.20.1-0.23.5 (seed 000)'],
  '@lukehagar/plexjs 0.23.5': ['plexjs 0.20.1-0.23.5 (seed 000)'],
  '@lukehagar/plexjs 0.32.1': ['plexjs 0.32.1-0.39.0'],
  '@lukehagar/plexjs 0.35.1': ['plexjs 0.32.1-0.39.0'],
  '@lukehagar/plexjs 0.39.0': ['plexjs 0.32.1-0.39.0'],
  'plexpy with an identifier 0.13.0': ['plexpy 0.13.0 (seed 002)'],
  'plexcsharp 0.4.0': ['plexcsharp 0.4.0 (seed 004, read not run)'],
  'python-plexapi 4.18.1': ['python-plexapi 4.18.1 pins', 'python-plexapi 4.18.1 user'],
  'plexauth git': ['plexauth git'],
};

/** The JWT sign-in is not offered yet; until then this row has nothing to hold of. */
const later = 'python-plexapi 4.18.1 JWT';

const recorded = Map.groupBy([...measured, ...derived], ({ client, version }) => `${client} ${version}`);

describe('a recorded client', () => {
  let world: World;
  let service = '';
  let ada: Person;

  before(async () => {
    world = createWorld('recorded clients');
    service = await world.service.listen();
    ada = await somebody(world, service);
  });
  after(() => world.service.close());

  const requestsOf = (client: string): readonly Recorded[] => recorded.get(client) ?? [];
  const signIn = (client: string): Promise<Seen> => signInAsRecorded(world, service, ada, requestsOf(client));

  for (const [client, names] of Object.entries(rows)) {
    it(`${client} has every answer as it reads it: ${names.join(', ')}`, async () => {
      const seen = await signIn(client);
      for (const name of names) {
        for (const [fact, says] of Object.entries(strictness[name] ?? {})) assertFact(fact, says, seen);
      }
      assert.match(String(seen.claimed.members['authToken']), /^[0-9A-Za-z]{20}$/);
      assert.equal(seen.gone.status, 404);
      assert.match(seen.gone.body, /1020/);
    });
  }

  it('@ctrl/plex 3.12.1 compares a pending token with null (S16) and reads the person as JSON', async () => {
    const { created, pending, claimed, user, gone } = await signIn('@ctrl/plex 3.12.1');
    assert.equal(created.members['authToken'], null);
    assert.equal(pending.members['authToken'], null);
    assert.match(String(claimed.members['authToken']), /^[0-9A-Za-z]{20}$/);
    assert.equal(user?.members['username'], 'ada');
    assert.equal(gone.status, 404);
  });

  it('plex-oauth 2.2.0 posts a JSON text as its body (S4) and reads a token or nothing', async () => {
    const { created, pending, claimed, gone } = await signIn('plex-oauth 2.2.0');
    assert.equal(created.status, 201);
    assert.equal(created.members['clientIdentifier'], 'cid-1');
    assert.equal(pending.members['authToken'], null);
    assert.match(String(claimed.members['authToken']), /^[0-9A-Za-z]{20}$/);
    assert.equal(gone.status, 404);
  });

  it('plex-api-pinauth 0.1.0 finds code, id and token with its regular expressions (S17)', async () => {
    const { created, pending, claimed, gone } = await signIn('plex-api-pinauth + plex-api 0.1.0 + 5.3.2');
    assert.equal(created.status, 201);
    assert.match(created.body, /<code>([A-Z0-9]+)<\/code>/i);
    assert.match(created.body, /<id type="integer">([0-9]+)<\/id>/i);
    const token = /<auth_token>([0-9A-Z]+)<\/auth_token>/i;
    assert.doesNotMatch(created.body, token);
    assert.doesNotMatch(pending.body, token);
    assert.match(claimed.body, token);
    assert.equal(gone.status, 404);
  });

  it('plexpy 0.13.0 forgets its client identifier and hears 400/1000, as from plex.tv (S6)', async () => {
    const [request, ...rest] = requestsOf('plexpy 0.13.0');
    assert.ok(request !== undefined && rest.length === 0);
    const { status, members } = await replay(service, request);
    assert.equal(status, 400);
    assert.deepEqual(members, {
      errors: [{ code: 1000, message: 'X-Plex-Client-Identifier is missing', status: 400 }],
    });
  });

  it('is none that is passed over, and no row of the table is', () => {
    const others = [
      '@ctrl/plex 3.12.1',
      'plex-oauth 2.2.0',
      'plex-api-pinauth + plex-api 0.1.0 + 5.3.2',
      'plexpy 0.13.0',
    ];
    assert.deepEqual([...recorded.keys()].sort(), [...Object.keys(rows), ...others].sort());
    assert.deepEqual(Object.keys(strictness).sort(), [...new Set(Object.values(rows).flat()), later].sort());
  });

  it('finds no JWT sign-in yet', async () => {
    for (const path of ['auth/nonce', 'auth/keys']) {
      assert.equal((await fetch(`${service}/api/v2/${path}`)).status, 404, `now that there is one, check "${later}"`);
    }
  });
});
