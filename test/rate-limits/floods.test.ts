// Floods of pins and of reads, told at the doors of a service.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stores, Proxied } from './proxied.ts';

const home = '203.0.113.9';
const headers = { accept: 'application/json', 'x-plex-client-identifier': 'everybody', 'x-plex-product': 'TV' };

const create = (proxied: Proxied, from: string): Promise<Response> =>
  proxied.send('/api/v2/pins', from, { method: 'POST', headers });

/** How each of so many requests for a pin ended, from the addresses that `from` makes. */
async function flood(proxied: Proxied, count: number, from: (index: number) => string): Promise<readonly number[]> {
  const answers = await Promise.all(Array.from({ length: count }, (_, index) => create(proxied, from(index))));
  for (const answer of answers) {
    if (answer.status !== 429) continue;
    const seconds = Number(answer.headers.get('retry-after'));
    assert.ok(seconds >= 1 && seconds <= 960, `Retry-After: ${seconds}`);
  }
  return answers.map(({ status }) => status);
}

const served = (statuses: readonly number[]): number => statuses.filter((status) => status === 201).length;

const read = (proxied: Proxied, id: number | string, from: string, more: object = {}): Promise<Response> =>
  proxied.send(`/api/v2/pins/${id}`, from, { headers: { ...headers, ...more } });

for (const kind of stores) {
  describe(`floods, over the ${kind} store`, () => {
    it('from one address, one /24, one /64 and many /48s leave room for everybody else', async (context) => {
      const proxied = await Proxied.start(context, kind, { livePinsPerNetwork: 5, livePins: 100 });
      assert.equal(served(await flood(proxied, 20, () => '198.51.100.1')), 5);
      assert.equal(served(await flood(proxied, 40, (index) => `198.51.100.${index}`)), 15, 'the /24 has twenty');
      assert.equal(served(await flood(proxied, 20, (index) => `2001:db8:1:1::${index + 1}`)), 5);
      assert.equal(
        served(await flood(proxied, 150, (index) => `2001:db8:${2 + (index % 15)}:${index}::1`)),
        65,
        'to nine tenths',
      );
      assert.equal((await create(proxied, '2001:db8:2:ff::1')).status, 429);
      assert.equal((await create(proxied, home)).status, 201, 'somebody who has none, with the same identifier');
      assert.equal((await create(proxied, home)).status, 429);
    });

    it('that cancel what they asked for stop at four times what one network may ask for in a minute', async (context) => {
      const proxied = await Proxied.start(context, kind, { issuesPerMinute: 5, livePinsPerNetwork: 100 });
      for (const from of [(index: number) => `2001:db8:1:${index}::1`, (index: number) => `198.51.100.${index}`]) {
        let made = 0;
        for (let turn = 0; turn < 25; turn += 1) {
          const answer = await create(proxied, from(turn));
          if (answer.status !== 201) continue;
          made += 1;
          const { id } = (await answer.json()) as { id: number };
          assert.equal(
            (await proxied.send(`/api/v2/pins/${id}`, from(turn), { method: 'DELETE', headers })).status,
            204,
          );
        }
        assert.equal(made, 20);
      }
      assert.equal((await create(proxied, home)).status, 201);
    });

    it('end by themselves, as the answer says', async (context) => {
      const proxied = await Proxied.start(context, kind, { livePinsPerNetwork: 2 });
      await flood(proxied, 2, () => home);
      const refused = await create(proxied, home);
      assert.equal(refused.status, 429);
      assert.deepEqual(((await refused.json()) as { errors: { code: number }[] }).errors[0]?.code, 1003);
      proxied.pass(Number(refused.headers.get('retry-after')) * 1000);
      assert.equal((await create(proxied, home)).status, 201);
    });

    it('of reads from one network are refused there, live or not, and not at home', async (context) => {
      const proxied = await Proxied.start(context, kind);
      const { id } = (await (await create(proxied, home)).json()) as { id: number };
      const guess = '198.51.100.1';
      for (let turn = 1; turn <= 30; turn += 1) assert.equal((await read(proxied, turn, guess)).status, 404);
      const told = [];
      for (const path of [id, 999, `${id}.xml`]) {
        const answer = await read(proxied, path, guess);
        told.push([answer.status, Number(answer.headers.get('retry-after')) > 0]);
      }
      assert.deepEqual(told, [
        [429, true],
        [429, true],
        [429, true],
      ]);
      const old = await proxied.send(`/pins/${id}.xml`, guess, { headers });
      assert.equal(old.status, 429);
      assert.equal((await read(proxied, id, '192.0.2.1')).status, 200);
      for (let turn = 0; turn < 40; turn += 1) {
        assert.equal((await read(proxied, id, home, { 'x-plex-client-identifier': 'other' })).status, 404);
      }
      assert.equal((await read(proxied, id, home)).status, 200);
      if (kind === 'memory') return;
      await proxied.restart();
      assert.equal((await read(proxied, 999, guess)).status, 429, 'a restart forgets nothing');
    });

    it('of reads from all the networks that one customer has are nobody else’s', async (context) => {
      const proxied = await Proxied.start(context, kind);
      const { id } = (await (await create(proxied, home)).json()) as { id: number };
      const missed: number[] = [];
      for (let network = 0; network < 110; network += 1) {
        const from = `2001:db8:66:${network.toString(16)}::1`;
        const answers = await Promise.all(Array.from({ length: 30 }, (_, turn) => read(proxied, turn + 1, from)));
        missed.push(...answers.map(({ status }) => status));
      }
      assert.equal(missed.filter((status) => status === 404).length, 120);
      assert.equal((await read(proxied, id, '192.0.2.1')).status, 200, 'a stranger’s device');
    });

    it('of reads from many networks are refused everywhere but at home', async (context) => {
      const proxied = await Proxied.start(context, kind);
      const { id } = (await (await create(proxied, home)).json()) as { id: number };
      for (let network = 0; network < 100; network += 1) {
        await Promise.all(Array.from({ length: 30 }, (_, turn) => read(proxied, turn + 1, `198.51.${network}.7`)));
      }
      assert.equal((await read(proxied, id, '192.0.2.1')).status, 429);
      assert.equal((await read(proxied, id, home)).status, 200);
    });
  });
}
