import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { runEveryStatement } from '../sql/every-statement.testing.ts';
import { KnownPins } from '../sql/known-pins.ts';
import { migrations } from '../sql/migrations/all.ts';
import { sqlStore } from '../sql/sql-store.ts';
import type { Statement } from '../sql/statement.ts';
import type { Writer } from '../sql/writer.ts';
import type { Writes } from '../sql/writes.ts';
import { sharedWrites } from '../sql/writes.ts';
import { insertPin } from './insert-pin.ts';
import { Changes } from './changes.ts';
import { Connection, openForWriting } from './connection.ts';
import { migrate } from './migrate.ts';
import { folderFor } from './temporary.testing.ts';

/** A connection that records the statements that were run. */
class Listening extends Connection {
  readonly heard: Set<string> = new Set();

  override get<Values, Row>(statement: Statement<Values, Row>, values: Values): Row | undefined {
    this.heard.add(statement.for('sqlite').sql);
    return super.get(statement, values);
  }

  override all<Values, Row>(statement: Statement<Values, Row>, values: Values): readonly Row[] {
    this.heard.add(statement.for('sqlite').sql);
    return super.all(statement, values);
  }

  override run<Values>(statement: Statement<Values, unknown>, values: Values): number {
    this.heard.add(statement.for('sqlite').sql);
    return super.run(statement, values);
  }
}

test('every question and every change goes by an index, so that many rows cost no more than few', async (context) => {
  const file = join(folderFor(context), 'linkpin.db');
  await migrate(file, migrations.sqlite);
  const database = openForWriting(file);
  const listening = new Listening(database);
  context.after(() => listening.close());
  // Runs the writer's operations synchronously on the recording connection.
  const writer = {
    write: async (name: keyof Writes, value: unknown) =>
      name === 'insertPin' ? insertPin(listening, value as never) : sharedWrites[name](listening, value as never),
  } as Writer;
  const forgotten: string[] = [];
  const changes = new Changes(listening, {
    forgetPin: (dialect, handle) => forgotten.push(`${dialect} ${handle}`),
    forgetPins: () => forgotten.push('pins'),
    forgetClients: () => forgotten.push('clients'),
  });
  const memory = { pins: new KnownPins(1), clients: new Map(), changes };
  await runEveryStatement(sqlStore(listening, writer, createKeys([makeSecretKey()]), memory));

  assert.ok(listening.heard.size >= 50, 'the connection listens');
  for (const sql of listening.heard) {
    const plan = database.prepare(`explain query plan ${sql}`).all();
    const scans = plan
      .map(({ detail }) => String(detail))
      .filter((line) => /^SCAN (?!json_each|CONSTANT ROW|\d+-ROW VALUES)/.test(line));
    assert.deepEqual(scans, [], sql);
  }
});
