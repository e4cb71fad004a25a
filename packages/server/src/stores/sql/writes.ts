import type { Awaitable } from '../../domain/awaitable.ts';
import type { Inserted } from '../../service/ports/pin-store.ts';
import type { NewPin } from './new-pin-row.ts';
import * as accounts from './writes/accounts.ts';
import * as blocks from './writes/blocks.ts';
import * as budgets from './writes/budgets.ts';
import * as deviceKeys from './writes/device-keys.ts';
import * as mails from './writes/mails.ts';
import * as grants from './writes/grants.ts';
import * as identities from './writes/identities.ts';
import * as oauthClients from './writes/oauth-clients.ts';
import * as oauthTokens from './writes/oauth-tokens.ts';
import * as outbox from './writes/outbox.ts';
import * as passkeys from './writes/passkeys.ts';
import * as pins from './writes/pins.ts';
import * as sessions from './writes/sessions.ts';
import * as statistics from './writes/statistics.ts';
import * as trail from './writes/audit-log.ts';

type SharedWrites = typeof accounts &
  typeof blocks &
  typeof budgets &
  typeof deviceKeys &
  typeof grants &
  typeof identities &
  typeof mails &
  typeof oauthClients &
  typeof oauthTokens &
  typeof outbox &
  typeof passkeys &
  typeof pins &
  typeof sessions &
  typeof statistics &
  typeof trail;

/** The operation that each engine implements itself. */
export interface EngineWrites {
  readonly insertPin: (on: never, pin: NewPin) => Awaitable<Inserted>;
}

/** The write operations. Each takes a transaction and a structured-cloneable value. */
export type Writes = SharedWrites & EngineWrites;

/** The operations that all engines share. */
export const sharedWrites: SharedWrites = {
  ...accounts,
  ...blocks,
  ...budgets,
  ...deviceKeys,
  ...grants,
  ...identities,
  ...mails,
  ...oauthClients,
  ...oauthTokens,
  ...outbox,
  ...passkeys,
  ...pins,
  ...sessions,
  ...statistics,
  ...trail,
};
