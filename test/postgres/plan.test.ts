import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { Connections } from '../../packages/server/src/stores/postgres/connections.ts';
import { migrate } from '../../packages/server/src/stores/postgres/migrate.ts';
import { PostgresSql } from '../../packages/server/src/stores/postgres/postgres-sql.ts';
import type { Query } from '../../packages/server/src/stores/postgres/server-connection.ts';
import { Writing } from '../../packages/server/src/stores/postgres/writing.ts';
import { runEveryStatement } from '../../packages/server/src/stores/sql/every-statement.testing.ts';
import { KnownPins } from '../../packages/server/src/stores/sql/known-pins.ts';
import { migrations } from '../../packages/server/src/stores/sql/migrations/all.ts';
import { sqlStore } from '../../packages/server/src/stores/sql/sql-store.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';
import { psqlAloud } from './psql.ts';
import { freshDatabase } from './shared.ts';

/** The tables of one row, and the outbox, which is counted up to a bound and emptied whole. */
const mayBeScanned = /^(trail_state|outbox_state|setup_token|outbox|freed_places|oldest_reader)$/;

/** Has the planner take an index wherever one serves, and think of no values in particular. */
const asked = 'set enable_seqscan = off; set plan_cache_mode = force_generic_plan;';

const literal = (value: unknown): string =>
  typeof value !== 'string' ? JSON.stringify(value) : `'${value.replaceAll("'", "''").replaceAll('\u0000', '')}'`;

test('every question and every change goes by an index, so that many rows cost no more than few', async (context) => {
  const database = await freshDatabase();
  context.after(() => database[Symbol.asyncDispose]());
  const connections = await Connections.open(readPostgresAddress(database.url), { most: 2 });
  context.after(() => connections.close());
  await migrate(connections, 'test', migrations.postgres);

  const heard = new Map<string, Query>();
  const listen = (query: Query): Query => {
    heard.set(query.text, query);
    return query;
  };
  const listening = {
    query: (query: Query) => connections.query(listen(query)),
    transaction: <Result>(work: (on: Pick<Connections, 'query'>) => Promise<Result>) =>
      connections.transaction((connection) => work({ query: (query) => connection.query(listen(query)) })),
  };
  const memory = {
    pins: new KnownPins(1),
    clients: new Map(),
    changes: { look: () => true, lookSoon: () => {}, pins: 0 },
  };
  const writing = new Writing(listening as Pick<Connections, 'query' | 'transaction'>, () => {});
  await runEveryStatement(sqlStore(new PostgresSql(listening), writing, createKeys([makeSecretKey()]), memory));

  assert.ok(heard.size >= 50, 'it listens');
  const told = async (text: string): Promise<string> => {
    const { said } = await psqlAloud(database.adminUrl, text);
    assert.match(said, /insert into (pin_counts|budgets)|Query Text: select/i, 'the function tells its plans');
    return said;
  };
  for (const { text, values = [] } of heard.values()) {
    const plan = /^select (insert_pins|spend_budgets)/.test(text)
      ? await told(
          `load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on;
          set client_min_messages = log; ${asked}
          select from ( ${text.replaceAll(/\$(\d+)/g, (_, index) => literal(values[Number(index) - 1]))}) as said`,
        )
      : await database.sql(
          `${asked} prepare asked as ${text}; explain execute asked${values.length === 0 ? '' : `(${values.map(() => 'null').join(', ')})`}`,
        );
    const scanned = [...plan.matchAll(/Seq Scan on (\w+)/g)].map(([, table = '']) => table);
    assert.deepEqual(
      scanned.filter((table) => !mayBeScanned.test(table)),
      [],
      `${text}\n${plan}`,
    );
  }
});
