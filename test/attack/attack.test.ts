import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attacks, playAttacks } from './attack.ts';
import { guessCodes } from './attacks/guess-codes.ts';
import { pick } from './stage.ts';
import { report, sumsOf } from './score.ts';

test('no attack gains anything, and every honest person is served meanwhile', async (context) => {
  const rows = await playAttacks(attacks, 24, () => {});
  context.diagnostic(`\n${report(rows)}`);
  const { hits, attempts, honestTried, honestSucceeded } = sumsOf(rows);
  assert.ok(attempts > 500, 'the attacks were played');
  assert.equal(hits, 0);
  assert.ok(honestTried >= attacks.length, 'honest people were there');
  assert.equal(honestSucceeded, honestTried);
});

test('an attacker who has overheard codes is seen to gain from it, so the attacks above see what they look for', async () => {
  const informed = guessCodes(
    'overheard',
    (mallories) => mallories,
    async ({ baits }) => [() => pick(baits).code],
  );
  const [row] = await playAttacks([informed], 3, () => {});
  assert.ok((row?.hits.length ?? 0) > 0);
});
