import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attacks, playAttacks } from './attack.ts';
import { guessCodes } from './attacks/guess-codes.ts';
import { pick } from './context.ts';
import { overBound, report, sumsOf } from './score.ts';

test('no attack gains anything or gets more tries than it may, and every honest person is served meanwhile', async (context) => {
  const played = await playAttacks(attacks, 24, () => {});
  context.diagnostic(`\n${report(played)}`);
  const { attempts, honestTried, honestSucceeded } = sumsOf(played.rows);
  assert.ok(attempts > 500, 'the attacks were played');
  assert.deepEqual(
    played.rows.flatMap(({ name, hits }) => hits.map((hit) => `${name}: ${hit}`)),
    [],
  );
  assert.deepEqual(overBound(played.letThrough), []);
  assert.equal(played.letThrough.length, 18, 'every limit was counted at');
  assert.ok(honestTried >= attacks.length, 'honest people were there');
  assert.equal(honestSucceeded, honestTried);
});

test('an attacker who has overheard codes is seen to gain from it, so the attacks above see what they look for', async () => {
  const informed = guessCodes(
    'overheard',
    (mallories) => mallories,
    async ({ baits }) => [() => pick(baits).code],
  );
  const { rows } = await playAttacks([informed], 3, () => {});
  assert.ok((rows[0]?.hits.length ?? 0) > 0);
});
