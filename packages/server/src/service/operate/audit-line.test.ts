import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anEntry, t0 } from '../../stores/contract/samples.ts';
import { auditLines } from './audit-line.ts';
import { operated } from './operate.testing.ts';

test('an entry names its person and who did it, in its order and at a time that programs read', async () => {
  const { store, person } = operated();
  const [ada, grace] = [await person('ada'), await person('grace')];
  const lines = await auditLines(store.accounts, [
    anEntry({ id: 'b', account: 'ada', by: 'grace', at: t0 }),
    anEntry({ id: 'a', account: 'grace', by: null, at: t0 - 1 }),
  ]);
  assert.deepEqual(
    lines.map(({ id, at, account, by }) => [id, at, account, by]),
    [
      [
        'b',
        '2026-11-21T09:30:00.123Z',
        { number: ada.number, username: 'ada' },
        { number: grace.number, username: 'grace' },
      ],
      ['a', '2026-11-21T09:30:00.122Z', { number: grace.number, username: 'grace' }, null],
    ],
  );
});

test('an entry keeps everything else, and holds no id of an account', async () => {
  const { store, person } = operated();
  await person('an-id-of-an-account', { username: 'ada' });
  const entry = anEntry({ account: 'an-id-of-an-account', by: 'an-id-of-an-account', fact: 'device-code', count: 7 });
  const [line] = await auditLines(store.accounts, [entry]);
  const { at: _, account: __, by: ___, ...rest } = entry;
  const { at: ____, account: _____, by: ______, ...shown } = line ?? assert.fail();
  assert.deepEqual(shown, rest);
  assert.ok(!JSON.stringify(line).includes('an-id-of-an-account'));
});

test('a command is told as one, and is looked up as nobody', async () => {
  const asked: string[] = [];
  const accounts = { byId: async (id: string) => void asked.push(id) as undefined };
  const [line] = await auditLines(accounts, [anEntry({ account: null, by: 'command' })]);
  assert.deepEqual([line?.account, line?.by], [null, 'command']);
  assert.deepEqual(asked, []);
});

test('somebody whose account is gone is nobody, and each account is looked up once', async () => {
  const asked: string[] = [];
  const accounts = { byId: async (id: string) => void asked.push(id) as undefined };
  const lines = await auditLines(accounts, [anEntry({ account: 'gone', by: 'gone' }), anEntry({ account: 'gone' })]);
  assert.deepEqual(
    lines.map(({ account, by }) => [account, by]),
    [
      [null, null],
      [null, null],
    ],
  );
  assert.deepEqual(asked, ['gone']);
});
