// Three processes try the same at once: together they win as often as one alone may.
import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { approve } from '../../packages/server/src/domain/pin.ts';
import { anApproval, t0 } from '../../packages/server/src/stores/contract/samples.ts';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { openPostgresStore, type PostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { createKeys } from '../../packages/server/src/tokens/keys.ts';
import type { Database } from '../postgres/databases.ts';
import { freshDatabase } from '../postgres/shared.ts';
import { raced, type Race } from './races.ts';

const secret = Buffer.alloc(32, 7).toString('base64url');

/** How often all processes together may win. */
const wins: Readonly<Record<Race, number>> = {
  'new pins of one network': 3,
  'one public id': 1,
  'one code': 1,
  'one decision': 1,
  'one redemption': 1,
  'one budget': 10,
  'one rotation': 1,
  'one invite': 1,
  'one name': 1,
  'one revocation': 1,
};

describe('of three processes that try at once', () => {
  let database: Database;
  let store: PostgresStore;
  let racers: readonly ChildProcess[] = [];

  before(async () => {
    database = await freshDatabase();
    const keys = createKeys([{ kid: 'k1', secret }]);
    store = await openPostgresStore({ address: readPostgresAddress(database.url), keys });
    const program = fileURLToPath(new URL('racer.ts', import.meta.url));
    racers = [1, 2, 3].map(() => fork(program, [database.url, secret], { execArgv: ['--conditions=linkpin-source'] }));
    await Promise.all(racers.map((racer) => once(racer, 'message')));
  });

  after(async () => {
    for (const racer of racers) racer.send('stop');
    await Promise.all(racers.map((racer) => once(racer, 'exit')));
    await store.close();
    await database[Symbol.asyncDispose]();
  });

  /** What a race is about, made before it begins. */
  async function prepare(race: Race, seed: string): Promise<void> {
    const pin = raced.pin(seed);
    if (race === 'one decision' || race === 'one redemption') assert.equal(await store.pins.insert(pin, t0), 'ok');
    if (race === 'one redemption') {
      const approved = approve(pin, anApproval());
      assert.ok(approved.ok && (await store.pins.replace(approved.value, pin.version)));
    }
    if (race === 'one rotation' || race === 'one revocation') assert.ok(await store.grants.add(raced.grant(seed)));
    if (race === 'one rotation') await store.oauthTokens.addFamily(raced.family(seed));
    if (race === 'one invite') {
      await store.accounts.addInvite({ hash: raced.invite(seed), createdAt: t0, expiresAt: t0 + 60_000 });
    }
  }

  for (const race of Object.keys(wins) as Race[]) {
    it(`${race} is won as often as it may, and no more`, async () => {
      for (let round = 1; round <= 5; round += 1) {
        const seed = String(round);
        await prepare(race, `${seed}${race.length}`);
        const answers = racers.map((racer) => once(racer, 'message'));
        for (const racer of racers) racer.send({ race, seed: `${seed}${race.length}` });
        const won = (await Promise.all(answers)).map(([count]) => count as number | string);
        assert.equal(
          won.reduce<number>((sum, count) => sum + Number(count), 0),
          wins[race],
          `${race}: ${won.join(' + ')}`,
        );
      }
    });
  }
});
