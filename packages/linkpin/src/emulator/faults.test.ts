// What goes wrong at plex.tv, on purpose.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { until } from '../../../../test/support/until.ts';
import { withPlex, type PlexPin } from './app.testing.ts';

describe('faults', () => {
  const poll = 'GET /api/v2/pins/:id';

  it('429 comes with and without Retry-After, as often as told, and then no more', () =>
    withPlex(async (plex, my) => {
      const asked = await my.pin();
      plex.faults.next(poll, { kind: 'rate-limited' });
      plex.faults.next(poll, { kind: 'rate-limited', retryAfter: 7 }, { times: 2 });
      const statuses = [];
      for (let at = 0; at < 4; at += 1) {
        const { status, headers: given } = await my.poll(asked);
        statuses.push([status, given.get('retry-after')]);
      }
      assert.deepEqual(statuses, [
        [429, null],
        [429, '7'],
        [429, '7'],
        [200, null],
      ]);
      assert.deepEqual(
        plex.calls(poll).map(({ fault, status }) => [fault, status]),
        [
          ['rate-limited', 429],
          ['rate-limited', 429],
          ['rate-limited', 429],
          [undefined, 200],
        ],
      );
    }));

  it('are in the words of plex.tv, in XML for who asks for that, and readable for a page', () =>
    withPlex(async (plex, my) => {
      plex.faults.next('POST /api/v2/pins', { kind: 'rate-limited' }, { times: 2 });
      const json = await my.ask('/api/v2/pins', { method: 'POST' });
      assert.deepEqual(await json.json(), {
        errors: [{ code: 1003, message: 'API rate limit exceeded', status: 429 }],
      });
      const xml = await my.ask('/api/v2/pins', { method: 'POST', headers: { accept: '*/*' } });
      assert.match(await xml.text(), /<error code="1003"/);
      assert.equal(xml.headers.get('access-control-allow-origin'), '*');
    }));

  it('500 is plex.tv’s, 502 to 504 those of what stands before it', () =>
    withPlex(async (plex, my) => {
      for (const status of [500, 502, 503, 504] as const) {
        plex.faults.next('/api/v2/user', { kind: 'server-error', status });
        const answer = await my.ask('/api/v2/user');
        assert.equal(answer.status, status);
        assert.match(await answer.text(), status === 500 ? /"code":1007/ : /^<html>/);
      }
    }));

  it('a dropped connection is one: before, nothing has happened; after, the token was handed out, and can be read again', () =>
    withPlex(async (plex, my) => {
      const asked = await my.pin();
      await plex.approve(asked);
      plex.faults.next(poll, { kind: 'dropped' });
      await assert.rejects(my.poll(asked), TypeError);
      plex.faults.next(poll, { kind: 'dropped', when: 'after' });
      await assert.rejects(my.poll(asked), TypeError);
      assert.deepEqual(
        plex.calls(poll).map(({ status }) => status),
        [null, null],
      );
      assert.match((await my.token(asked)) ?? '', /^\w{20}$/);

      const late = await my.pin();
      await plex.approve(late);
      plex.faults.next(poll, { kind: 'dropped', when: 'after' });
      await assert.rejects(my.poll(late), TypeError);
      plex.advance(10_000);
      assert.equal((await my.poll(late)).status, 404, 'ten seconds after the lost response');
    }));

  it('a slow response is right, and late; closing ends it', () =>
    withPlex(async (plex, my) => {
      const asked = await my.pin();
      plex.faults.next(poll, { kind: 'slow', milliseconds: 20 });
      assert.equal(((await (await my.poll(asked)).json()) as PlexPin).id, asked.id);
      plex.faults.next(poll, { kind: 'slow', milliseconds: 2_000_000_000 });
      const never = assert.rejects(my.poll(asked), TypeError);
      await until('the poll has come', () => plex.calls(poll).length === 2);
      await plex.close();
      await never;
    }));

  it('places that plex.tv does not know, members that are missing, pins of other years; JSON and XML', () =>
    withPlex(async (plex, my) => {
      const asked = await my.pin();
      const read = async (): Promise<PlexPin> => (await (await my.poll(asked)).json()) as PlexPin;
      plex.faults.next(poll, { kind: 'null-location' });
      const { city, time_zone: zone, postal_code: postal, country } = (await read()).location;
      assert.deepEqual([city, zone, postal], [null, null, null]);
      assert.equal(typeof country, 'string');

      plex.faults.next(poll, { kind: 'missing', members: ['qr', 'location.country'] });
      const missing = await read();
      assert.ok(!('qr' in missing) && !('country' in missing.location) && 'city' in missing.location);

      plex.faults.next(poll, { kind: 'old-shape', year: 2019 });
      const old = await read();
      assert.deepEqual(Object.keys(old), [
        'id',
        'code',
        'trusted',
        'clientIdentifier',
        'location',
        'expiresIn',
        'createdAt',
        'expiresAt',
        'authToken',
      ]);
      assert.match(old.createdAt, /\.\d{3}Z$/);
      assert.deepEqual(Object.keys(old.location), [
        'code',
        'country',
        'city',
        'time_zone',
        'postal_code',
        'subdivisions',
        'coordinates',
      ]);

      plex.faults.next(poll, { kind: 'old-shape', year: 2022 });
      plex.faults.next(poll, { kind: 'null-location' });
      const xml = async (): Promise<string> =>
        (await my.ask(`/api/v2/pins/${asked.id}`, { headers: { accept: '*/*' } })).text();
      assert.doesNotMatch(await xml(), /qr=|in_privacy_restricted_region=/);
      assert.match(await xml(), / city="" /);
      plex.faults.next(poll, { kind: 'missing', members: ['location'] });
      const without = await xml();
      assert.match(without, /<pin .* code="/);
      assert.doesNotMatch(without, /<location/);
      assert.match(await xml(), / city="[^"]/, 'and then as usual');
    }));

  it('can be called off', () =>
    withPlex(async (plex, my) => {
      plex.faults.next('/api/v2/user', { kind: 'server-error' });
      plex.faults.clear();
      assert.equal((await my.ask('/api/v2/user')).status, 401);
    }));
});
