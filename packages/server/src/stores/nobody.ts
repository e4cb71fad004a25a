import type { AuditEntry } from '../service/ports/events.ts';

/** What is left of an entry once its person is forgotten: what happened, when, in which dialect, and how often. */
export const nobody: Pick<AuditEntry, 'account' | 'pin' | 'client' | 'device' | 'address' | 'country'> = {
  account: null,
  pin: null,
  client: null,
  device: null,
  address: null,
  country: null,
};
