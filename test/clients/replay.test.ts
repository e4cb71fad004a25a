// Every request that a client was seen to send, and some that clients must send by what they are, each answered as that
// client needs it.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { writeMmdb, type MmdbValue } from '../../packages/server/src/geoip/mmdb.testing.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { approverAt, type Approver } from './approver.ts';
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

/** Its requests cannot be sent again, because it signs what it was just told: see python-plexapi-jwt.test.ts. */
const scripted = 'python-plexapi 4.18.1 JWT';

const place = (country: string, city: string, postalCode: string): MmdbValue => ({
  country: { iso_code: country, names: { en: country } },
  continent: { code: 'XX' },
  city: { names: { en: city } },
  postal: { code: postalCode },
});

/** Where clients are, and the postal code that each of them reads as text and as a number. */
const places = [
  { from: '192.0.2.7', where: 'nobody knows where', text: 'Unknown', number: 0 },
  { from: '203.0.113.7', where: 'in London, whose postal code is no number', text: 'N19', number: 0 },
  { from: '203.0.113.70', where: 'on an island whose postal code begins with 0', text: '00802', number: 802 },
] as const;

const networks = {
  '203.0.113.0/26': place('GB', 'London', 'N19'),
  '203.0.113.64/26': place('VI', 'Cruz Bay', '00802'),
};

const recorded = Map.groupBy([...measured, ...derived], ({ client, version }) => `${client} ${version}`);

const requestsOf = (client: string): readonly Recorded[] => recorded.get(client) ?? [];

for (const { from, where, text, number } of places) {
  describe(`a recorded client ${where}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'linkpin-replay-'));
    let harness: Harness;
    let service = '';
    let ada: Approver;

    before(async () => {
      const geoDatabase = join(folder, 'places.mmdb');
      writeFileSync(geoDatabase, writeMmdb({ type: 'City', ipVersion: 6, recordSize: 24, networks }));
      harness = createHarness('recorded clients', { settings: { trustedProxies: ['127.0.0.1'], geoDatabase } });
      service = await harness.service.listen();
      ada = await approverAt(harness, service);
    });
    after(async () => {
      await harness.service.close();
      rmSync(folder, { recursive: true });
    });

    const signIn = (client: string): Promise<Seen> =>
      signInAsRecorded({ harness, service, from, person: ada }, requestsOf(client));

    for (const [client, names] of Object.entries(rows)) {
      it(`${client} has every answer as it reads it: ${names.join(', ')}`, async () => {
        const seen = await signIn(client);
        for (const name of names) {
          for (const [fact, says] of Object.entries(strictness[name] ?? {})) assertFact(fact, says, seen);
        }
        const { postal_code: postalCode } = seen.created.members['location'] as Record<string, unknown>;
        assert.equal(postalCode, typeof postalCode === 'number' ? number : text);
        assert.match(String(seen.claimed.members['authToken']), /^[0-9A-Za-z]{20}$/);
        if (seen.user !== null) assert.equal(seen.user.members['username'], 'ada');
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
      const { status, members } = await replay(service, from, request);
      assert.equal(status, 400);
      const error = { code: 1000, message: 'X-Plex-Client-Identifier is missing', status: 400 };
      assert.deepEqual(members, { errors: [error] });
    });
  });
}

describe('the table of recorded clients', () => {
  it('passes over no request and no row', () => {
    const others = [
      '@ctrl/plex 3.12.1',
      'plex-oauth 2.2.0',
      'plex-api-pinauth + plex-api 0.1.0 + 5.3.2',
      'plexpy 0.13.0',
    ];
    assert.deepEqual([...recorded.keys()].sort(), [...Object.keys(rows), ...others].sort());
    assert.deepEqual(Object.keys(strictness).sort(), [...new Set(Object.values(rows).flat()), scripted].sort());
  });
});
