import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { foldCode } from '../../packages/server/src/domain/code.ts';
import type { Pin } from '../../packages/server/src/domain/pin.ts';
import type { Store } from '../../packages/server/src/service/ports/store.ts';
import { t0 } from '../../packages/server/src/stores/contract/samples.ts';
import { migrate } from '../../packages/server/src/stores/sqlite/migrate.ts';
import { migrations } from '../../packages/server/src/stores/sql/migrations/all.ts';
import { openSqliteStore } from '../../packages/server/src/stores/sqlite/store.ts';
import { createKeys, makeSecretKey, type SecretKey } from '../../packages/server/src/tokens/keys.ts';
import { guesses, type Line } from './lines.ts';

const rounds = 6;

test('kill -9 at any moment loses nothing that was acknowledged and leaves nothing half-written', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-kill-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'linkpin.db');
  const key = makeSecretKey();
  const said: Line[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const heard = await writeUntilKilled(file, key, 20 + Math.floor(Math.random() * 300));
    said.push(...heard);
    assert.ok(readdirSync(folder).includes('linkpin.db-wal'), 'the log is searched too');
    noCodeInClear(folder, said);
    const store = await openSqliteStore({ file, keys: createKeys([key]) });
    await holds(store, said);
    await store.close();
    const database = new DatabaseSync(file);
    assert.deepEqual({ ...database.prepare('pragma integrity_check').get() }, { integrity_check: 'ok' });
    database.close();
  }
  context.diagnostic(`${said.filter((line) => 'acknowledged' in line).length} acknowledged writes in ${rounds} rounds`);

  // The copy that a coming migration makes has no code in clear either.
  said.push(...(await writeUntilKilled(file, key, 50)));
  await migrate(file, { ...migrations.sqlite, '9999-tomorrow': { up: async () => {} } });
  assert.ok(readdirSync(folder).includes('linkpin.db.before-9999-tomorrow'));
  noCodeInClear(folder, said);
});

/** Lets the writer run until so much was acknowledged, then kills it without warning. Answers what it had noted. */
async function writeUntilKilled(file: string, { kid, secret }: SecretKey, after: number): Promise<Line[]> {
  const script = fileURLToPath(new URL('writer.ts', import.meta.url));
  const notes = join(mkdtempSync(join(tmpdir(), 'linkpin-notes-')), 'notes');
  const writer = spawn(process.execPath, [script, file, notes, kid, secret], { stdio: ['ignore', 'pipe', 'inherit'] });
  const over = once(writer, 'close');
  let dots = 0;
  for await (const chunk of writer.stdout) {
    dots += (chunk as Buffer).length;
    if (dots >= after) writer.kill('SIGKILL');
  }
  assert.deepEqual(await over, [null, 'SIGKILL']);
  const lines = readFileSync(notes, 'utf8').split('\n').slice(0, -1);
  rmSync(dirname(notes), { recursive: true });
  return lines.map((line) => JSON.parse(line) as Line);
}

async function holds({ pins, grants, accounts, budgets }: Store, said: readonly Line[]): Promise<void> {
  const spent = await budgets.spent(guesses, t0);
  const tries = said.filter((line) => 'trying' in line && line.trying === 'guess').length;
  const counted = said.filter((line) => 'acknowledged' in line && line.acknowledged === 'guess').length;
  assert.ok(spent >= counted && spent <= tries, `${spent} of ${tries} guesses are left, ${counted} were acknowledged`);

  const acknowledged = new Map<string, Pin>();
  const tried = new Map<string, Pin[]>();
  const revoked = new Set<string>();
  for (const line of said) {
    if ('trying' in line && line.trying === 'pin') {
      tried.set(line.value.id, [...(tried.get(line.value.id) ?? []), line.value]);
    }
    if (!('acknowledged' in line)) continue;
    if (line.acknowledged === 'pin') acknowledged.set(line.value.id, line.value);
    if (line.acknowledged === 'revoked') revoked.add(line.value.id);
  }
  // A pin is as it was acknowledged last, or as its writer was about to leave it; never anything else.
  for (const [key, versions] of tried) {
    const found = await pins.byId(key);
    const known = acknowledged.get(key);
    const possible = versions.filter(({ version }) => version >= (known?.version ?? 0));
    if (known === undefined && found === undefined) continue;
    assert.ok(found, 'an acknowledged pin is there');
    assert.deepEqual(
      found,
      possible.find(({ version }) => version === found.version),
    );
    assert.deepEqual(await pins.byPublicId('plex', found.publicId), found);
    assert.deepEqual(await pins.byCode(foldCode(found.code), t0), found);
  }
  for (const line of said) {
    if ('acknowledged' in line && line.acknowledged === 'grant' && !revoked.has(line.value.id)) {
      const found = await grants.byTokenHash(line.value.tokenHash ?? '');
      // Its end may have been written and the word of it lost with the writer.
      if (found === undefined) assert.equal(await grants.add(line.value), false, 'an acknowledged grant is there');
      else assert.deepEqual(found, line.value);
    }
    if ('acknowledged' in line && line.acknowledged === 'revoked') {
      assert.equal(await grants.byTokenHash(line.value.tokenHash ?? ''), undefined);
      assert.equal(await grants.add(line.value), false, 'a revoked grant stays revoked');
    }
    if ('acknowledged' in line && line.acknowledged === 'account') {
      assert.ok(await accounts.byId(line.value.account.id), 'an acknowledged account is there');
    }
    // An account and the end of its invite are one step.
    if ('trying' in line && line.trying === 'account') {
      const { account, invite } = line.value;
      const found = await accounts.byId(account.id);
      assert.deepEqual(await accounts.bySignInName(account.email ?? ''), found);
      assert.equal((await accounts.invite(invite, t0)) === undefined, found !== undefined);
      if (found !== undefined)
        assert.deepEqual(found, {
          ...account,
          number: found.number,
          language: null,
          needsPasskey: false,
          isDisabled: false,
        });
    }
  }
}

function noCodeInClear(folder: string, said: readonly Line[]): void {
  const text = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1').toUpperCase())
    .join('\n');
  assert.ok(text.includes('LIVING ROOM'), 'the search finds what is there');
  const codes = said.flatMap((line) => ('trying' in line && line.trying === 'pin' ? [line.value.code] : []));
  assert.ok(codes.length > 0);
  for (const code of new Set(codes.flatMap((one) => [one.toUpperCase(), foldCode(one)]))) {
    assert.ok(!text.includes(code), 'a code stands in clear');
  }
}
