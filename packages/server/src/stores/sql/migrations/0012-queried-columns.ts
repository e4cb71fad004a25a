import { sql, type Kysely } from '#kysely';
import type { Migration } from '#kysely/migration';
import type { Engine } from '../dialects.ts';

/**
 * A column of its own for everything that a query asks for, because not every engine can look into a JSON text that holds
 * U+0000. The texts keep what they had, for a version that still looks there.
 */
export const queriedColumns = (engine: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    for (const column of ['client_id', 'address', 'state']) {
      await db.schema.alterTable('pins').addColumn(column, 'text').execute();
    }
    for (const column of ['client_id', 'dialect']) {
      await db.schema.alterTable('grants').addColumn(column, 'text').execute();
    }
    await db.schema.createIndex('grants_client').on('grants').columns(['client_id', 'dialect']).execute();
    if (engine !== 'sqlite') return;
    await sql`update pins set
      client_id = body ->> '$.holder', address = body ->> '$.requester.address', state = body ->> '$.state.at'`.execute(
      db,
    );
    await sql`update grants set client_id = body ->> '$.holder', dialect = body ->> '$.dialect'`.execute(db);
    await db.schema.dropIndex('grants_holder').execute();
  },
});
