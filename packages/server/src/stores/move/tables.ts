import type { Schema } from '../sql/schema.ts';

/**
 * Which tables are copied, and which columns of theirs only SQLite has. `state` is a table of one row that is there from the
 * beginning; the others are empty in a new database.
 */
export const tables: Readonly<
  Record<Exclude<keyof Schema, 'changes'>, { readonly state?: true; readonly left?: readonly string[] }>
> = {
  accounts: {},
  invites: {},
  setup_token: {},
  sessions: {},
  identities: {},
  passkeys: {},
  oauth_clients: {},
  pins: { left: ['changed'] },
  pin_counts: {},
  grants: {},
  device_keys: {},
  refresh_families: {},
  refresh_tokens: {},
  access_tokens: {},
  blocks: {},
  reports: {},
  budgets: {},
  events: {},
  hourly_counts: {},
  trail_state: { state: true, left: ['bundles', 'singles'] },
  outbox: {},
  outbox_state: { state: true, left: ['waiting'] },
  mails: {},
};

/** Their names. */
export const tableNames: readonly string[] = Object.keys(tables);
