// The servers that `npm run conformance:peers` compares can be looked at: one of the checks that each of them keeps.
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { comparison, look, type Row } from './compare.ts';
import { movedDate, startBetterAuth, startBetterAuthProvider, startOidcProvider } from './servers.ts';

describe('servers of others', () => {
  const clock = movedDate();
  after(() => clock.restore());
  const rows: Row[] = [];

  for (const start of [
    () => startOidcProvider(clock.pass),
    () => startBetterAuth(clock.pass, true),
    () => startBetterAuthProvider(clock.pass),
  ]) {
    it('are asked for codes and tokens, and somebody approves', async () => {
      const server = await start();
      try {
        const names = ['D9-members', 'D35-denied', 'D36-expired', 'D31-approved'];
        const row = await look({ ...server, checks: server.checks.filter(({ name }) => names.includes(name)) });
        rows.push(row);
        assert.deepEqual(
          row.results.map(({ check, outcome }) => `${check.name} ${outcome}`),
          names.map((name) => `${name} pass`),
        );
      } finally {
        await server.stop();
      }
    });
  }

  it('stand in one table, with what not all of them pass', () => {
    const [one, other] = rows as [Row, Row];
    const worse: Row = {
      ...other,
      results: other.results.map((result) =>
        result.check.name === 'D35-denied'
          ? { ...result, outcome: 'fail', verdict: { kind: 'fail', came: 'a|b', due: 'c', exchange: null } }
          : result,
      ),
    };
    const lines = comparison([one, worse], '2026-12-01').split('\n');
    assert.equal(lines[0], 'Run on 2026-12-01.');
    assert.ok(lines.includes('| passed / failed / warned / skipped | 4 / 0 / 0 / 0 | 3 / 1 / 0 / 0 |'));
    assert.equal(lines.at(-1), String.raw`| D35-denied | pass | fail: a\|b |`);
  });
});
