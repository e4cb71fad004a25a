import type { Connection } from './connection.ts';
import { statement } from './statement.ts';

const withPassword = statement<{ id: string; passwordHash: string }>()((db, the) =>
  db
    .selectFrom('accounts')
    .select('number')
    .where('id', '=', the('id'))
    .where('password_hash', '=', the('passwordHash')),
);

/** Whether the account is there and has the password with this hash; for the writer's operations on what rests on it. */
export function hasPassword(on: Connection, id: string, passwordHash: string): boolean {
  return on.get(withPassword, { id, passwordHash }) !== undefined;
}
