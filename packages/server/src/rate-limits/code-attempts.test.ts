import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { networkOf } from '../domain/address.ts';
import { weakCodes } from '../domain/code-places.ts';
import { plexCodes } from '../domain/code.ts';
import { aPin } from '../stores/contract/samples.ts';
import { MemoryBudgets } from '../stores/memory/budgets.ts';
import type { CodeAttempt, AttemptSource } from '../service/ports/code-attempts.ts';
import { createCodeAttempts } from './code-attempts.ts';

const minute = 60_000;
const day = 86_400_000;
const start = 100 * day;

function aBudget(perDay = 160, pinned?: number) {
  const noted: unknown[] = [];
  let now = start;
  const budgets = new MemoryBudgets();
  const clock = { now: () => now };
  const codeAttempts = createCodeAttempts({
    events: { note: async ({ kind, account, address }) => void noted.push([kind, account, address]) },
    budgets,
    clock,
    weak: weakCodes(plexCodes.weak, perDay, pinned),
    symbols: { weak: 34, strong: 36, user: 20 },
  });
  return {
    codeAttempts,
    noted,
    pass: (milliseconds: number) => (now += milliseconds),
    /**
     * Takes a guess: whether it can hit a weak pin from elsewhere, only one from its own network, a long one, or is
     * refused. What comes of it is that it is wrong, or what the test says.
     */
    async guess(
      attemptSource: AttemptSource,
      folded = '000000',
      comesTo: (attempt: CodeAttempt) => Promise<void> = (attempt) => attempt.confirm(),
    ): Promise<{ hits: string; retryAfter?: number }> {
      const taken = await codeAttempts.take(attemptSource, folded);
      if (!taken.ok)
        return { hits: 'refused', retryAfter: 'retryAfter' in taken.refusal ? taken.refusal.retryAfter : 0 };
      const { requester } = aPin();
      const [far, near] = [
        aPin({ requester: { ...requester, address: '192.0.2.250' } }),
        aPin({ requester: { ...requester, address: attemptSource.address } }),
      ];
      const long = { ...near, code: '00000000' };
      const hits = (
        [
          ['any', far],
          ['home', near],
          ['long', long],
        ] as const
      ).find(([, pin]) => taken.value.reaches(pin));
      await comesTo(taken.value);
      return { hits: hits?.[0] ?? 'nothing' };
    },
  };
}

const who = (id: string, address: string | null = '203.0.113.9', age = 0): AttemptSource => ({
  account: { id, createdAt: start - age },
  address,
});

const isRight = (attempt: CodeAttempt): Promise<void> => attempt.release();
/** An outage: nobody says what came of the guess. */
const isLost = async (): Promise<void> => {};

/** Spends the general half from networks of its own. */
async function burn({ guess }: ReturnType<typeof aBudget>, count = 80): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await guess(who(`burner ${turn}`, `198.51.${turn % 16}.9`));
  }
}

describe('the length of a weak code', () => {
  it('is the one that the operator has pinned, whatever is spent', async () => {
    const budget = aBudget(160, 6);
    await burn(budget, 200);
    const format = budget.codeAttempts.formatFor('weak', { ...plexCodes.weak, length: 4 }, '198.51.0.9');
    assert.deepEqual(format, { ...plexCodes.weak, length: 6 });
  });
});

describe('an attempt', () => {
  /** Whether it can only reach pins nearby. */
  async function isNearOnly({ codeAttempts }: ReturnType<typeof aBudget>, source: AttemptSource, code = '000000') {
    const taken = await codeAttempts.take(source, code);
    return taken.ok ? taken.value.nearOnly : assert.fail(taken.refusal.kind);
  }

  it('says whether it reaches pins nearby only: from the last of a network’s share on, and never with a strong code', async () => {
    const budget = aBudget();
    assert.equal(await isNearOnly(budget, who('a')), false);
    await burn(budget);
    assert.equal(await isNearOnly(budget, who('aged', '192.0.2.1', 30 * day)), false, 'of the reserve');
    for (let turn = 0; turn < 20; turn += 1) {
      assert.equal(await isNearOnly(budget, who(`home ${turn}`, '192.0.2.9')), true);
    }
    assert.equal(await isNearOnly(budget, who('late', '192.0.2.9')), true, 'of nothing but long codes');
    assert.equal(await isNearOnly(budget, who('late', '192.0.2.9'), '0'.repeat(25)), false);
  });

  it('that was wrong is noted with its address, and one that was right is not', async () => {
    const budget = aBudget();
    await budget.guess(who('a'), '000000', isRight);
    assert.deepEqual(budget.noted, []);
    await budget.guess(who('a'));
    assert.deepEqual(budget.noted, [['wrong-code', null, '203.0.113.9']]);
  });
});

describe('the budget of guesses', () => {
  it('gives one account ten wrong tries in ten minutes, then says when to come again; to others nothing happened', async () => {
    const budget = aBudget();
    for (let turn = 0; turn < 10; turn += 1) assert.equal((await budget.guess(who('a'))).hits, 'any');
    const { hits, retryAfter = 0 } = await budget.guess(who('a'));
    assert.equal(hits, 'refused');
    assert.ok(retryAfter >= 600 && retryAfter <= 625);
    assert.equal((await budget.guess(who('b'))).hits, 'any');
    budget.pass(retryAfter * 1000);
    assert.equal((await budget.guess(who('a'))).hits, 'any');
  });

  it('lets no network have more than an eighth of the whole; then its people reach their own devices', async () => {
    const budget = aBudget();
    for (let turn = 0; turn < 20; turn += 1) assert.equal((await budget.guess(who(`x${turn}`))).hits, 'any');
    assert.equal((await budget.guess(who('new'))).hits, 'home');
    assert.equal((await budget.guess(who('new', '203.0.113.10'))).hits, 'any', 'the next network has its own');
  });

  it('is spent by wrong guesses of anybody; then newcomers reach their own network, good standing has three tries', async () => {
    const budget = aBudget();
    await burn(budget);
    assert.equal((await budget.guess(who('new'))).hits, 'home');
    const old = who('old', '203.0.113.20', day);
    for (const hits of ['any', 'any', 'any', 'home']) assert.equal((await budget.guess(old)).hits, hits);
  });

  it('has no reserve for who was wrong from the general half, until a day has passed', async () => {
    const budget = aBudget();
    const old = who('old', '203.0.113.20', 30 * day);
    assert.equal((await budget.guess(old)).hits, 'any');
    await burn(budget, 79);
    assert.equal((await budget.guess(old)).hits, 'home');
    budget.pass(day + day / 24);
    await burn(budget);
    assert.equal((await budget.guess(old)).hits, 'any');
  });

  it('lets no network have more than its share of the reserve either', async () => {
    const budget = aBudget();
    await burn(budget);
    for (let turn = 0; turn < 20; turn += 1) {
      assert.equal((await budget.guess(who(`aged ${turn}`, '203.0.113.20', day))).hits, 'any');
    }
    assert.equal((await budget.guess(who('aged 20', '203.0.113.20', day))).hits, 'home');
    assert.equal((await budget.guess(who('aged 21', '203.0.113.21', day))).hits, 'any');
  });

  it('at home is spent too; then only long codes of the own network are reached, and nobody is refused', async () => {
    const budget = aBudget();
    await burn(budget);
    for (let turn = 0; turn < 20; turn += 1) assert.equal((await budget.guess(who(`h${turn}`))).hits, 'home');
    for (let turn = 0; turn < 50; turn += 1) assert.equal((await budget.guess(who(`l${turn}`))).hits, 'long');
    assert.equal((await budget.guess(who('n', '203.0.113.77'))).hits, 'home', 'another network has its own');
    const at = (address: string) => {
      const { length, longer } = budget.codeAttempts.formatFor('weak', plexCodes.weak, address);
      return [length, longer];
    };
    const userAt = (address: string) =>
      budget.codeAttempts.formatFor('user', { alphabet: 'BCDFGHJKLMNPQRSTVWXZ', length: 8, life: 1 }, address).length;
    assert.deepEqual(
      [at('203.0.113.9'), at('203.0.113.77')],
      [
        [4, 8],
        [4, 5],
      ],
      'four symbols have guesses of their own',
    );
    assert.deepEqual([userAt('203.0.113.9'), userAt('203.0.113.77')], [10, 8]);
    budget.pass(day);
    assert.deepEqual([at('203.0.113.9'), userAt('203.0.113.9')], [[4, 5], 8]);
  });

  it('has guesses of their own for codes of four symbols, which no other entry spends, nor they others', async () => {
    const budget = aBudget();
    await burn(budget);
    assert.equal((await budget.guess(who('a', '203.0.113.30'))).hits, 'home');
    for (let turn = 0; turn < 17; turn += 1) {
      assert.equal((await budget.guess(who(`s${turn}`, `203.0.${turn % 4}.1`), '0000')).hits, 'any', String(turn));
    }
    assert.equal((await budget.guess(who('late', '203.0.113.40'), '0000')).hits, 'home');
    const other = aBudget();
    for (let turn = 0; turn < 60; turn += 1) await other.guess(who(`s${turn}`, `203.0.${turn % 9}.1`), '0000');
    assert.equal((await other.guess(who('a', '203.0.113.30'), '000000')).hits, 'any');
  });

  it('lets new codes grow when those of four symbols are spent: of everybody, or of a network', async () => {
    const budget = aBudget();
    const lengthAt = (address: string) => budget.codeAttempts.formatFor('weak', plexCodes.weak, address).length;
    for (let turn = 0; turn < 11; turn += 1) await budget.guess(who(`n${turn}`), '0000');
    assert.deepEqual([lengthAt('203.0.113.9'), lengthAt('203.0.113.10')], [5, 4], 'five in general, five at home');
    for (let turn = 0; turn < 20; turn += 1) await budget.guess(who(`g${turn}`, `198.51.${turn % 9}.1`), '0000');
    assert.equal(lengthAt('203.0.113.10'), 4, 'the reserve is left');
    for (let turn = 0; turn < 13; turn += 1) {
      await budget.guess(who(`old ${turn}`, `192.0.${turn % 4}.2`, 2 * day), '0000');
    }
    await budget.guess(who('one more', '203.0.113.60'), '0000');
    assert.equal(lengthAt('203.0.113.10'), 5);
    budget.pass(day + day / 24);
    assert.deepEqual([lengthAt('203.0.113.9'), lengthAt('203.0.113.10')], [4, 4]);
  });

  it('gives back what was right, and nothing of what was wrong before (trap 6)', async () => {
    const budget = aBudget();
    for (let turn = 0; turn < 19; turn += 1) await budget.guess(who(`x${turn}`));
    for (let turn = 0; turn < 30; turn += 1) {
      assert.equal((await budget.guess(who('right'), '000000', isRight)).hits, 'any');
    }
    assert.equal((await budget.guess(who('last'))).hits, 'any');
    assert.equal((await budget.guess(who('right'))).hits, 'home');
  });

  it('lets what an outage took lapse after half a minute, and counts it meanwhile', async () => {
    const budget = aBudget();
    for (let turn = 0; turn < 10; turn += 1) await budget.guess(who('a'), '000000', isLost);
    assert.deepEqual(await budget.guess(who('a')), { hits: 'refused', retryAfter: 30 });
    budget.pass(29_999);
    assert.deepEqual(await budget.guess(who('a')), { hits: 'refused', retryAfter: 1 });
    budget.pass(1);
    for (let turn = 0; turn < 10; turn += 1) assert.equal((await budget.guess(who('a'))).hits, 'any');
    assert.equal((await budget.guess(who('a'))).hits, 'refused');
  });

  it('is not for strong entries: those are reached whatever is spent, and cost the account alone', async () => {
    const budget = aBudget();
    await burn(budget);
    const strong = 'X'.repeat(25);
    for (let turn = 0; turn < 10; turn += 1) assert.equal((await budget.guess(who('new'), strong)).hits, 'any');
    assert.equal((await budget.guess(who('new'), strong)).hits, 'refused');
    assert.equal((await budget.guess(who('other'))).hits, 'home', 'and they spent nothing else');
  });

  it('holds for any number at once', async () => {
    const budget = aBudget();
    const hits = await Promise.all(
      Array.from({ length: 400 }, (_, turn) => budget.guess(who(`x${turn}`, `198.51.${turn % 40}.9`))),
    );
    assert.equal(hits.filter((one) => one.hits === 'any').length, 80);
  });

  it('never lets a pin be guessed at more often in a day than was meant, whoever guesses when', async () => {
    const step = fc.record({
      account: fc.nat(30),
      network: fc.nat(5),
      age: fc.constantFrom(0, 2 * day),
      right: fc.boolean(),
      entry: fc.constantFrom('0000', '000000'),
      wait: fc.constantFrom(0, 0, 0, minute, 7 * minute, 60 * minute),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 400 }), async (steps) => {
        const budget = aBudget(16);
        let now = start;
        const wrong: {
          readonly at: number;
          readonly hits: string;
          readonly network: string;
          readonly entry: string;
        }[] = [];
        for (const { account, network, age, right, entry, wait } of steps) {
          budget.pass(wait);
          now += wait;
          const attemptSource = who(`${account} ${age}`, `198.51.100.${network}`, age);
          const { hits } = await budget.guess(attemptSource, entry, right ? isRight : undefined);
          if (!right) wrong.push({ at: now, hits, network: networkOf(attemptSource.address), entry });
        }
        for (const { at, entry } of wrong) {
          const inADay = wrong.filter((one) => one.entry === entry && one.at >= at && one.at <= at + day);
          for (let network = 0; network <= 5; network += 1) {
            const atIts = inADay.filter(
              ({ hits, network: own }) => hits === 'any' || (hits === 'home' && own === `198.51.100.${network}`),
            );
            assert.ok(atIts.length <= 16, `${atIts.length} guesses at a pin of network ${network}`);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
