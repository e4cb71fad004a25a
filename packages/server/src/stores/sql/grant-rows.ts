import type { Grant } from '../../domain/grant.ts';
import type { GrantRow } from './schema.ts';

/** The JSON in `body`, with the names of the first schema. */
type Body = Omit<
  Grant,
  | 'id'
  | 'account'
  | 'tokenHash'
  | 'approvedBy'
  | 'name'
  | 'linkedAt'
  | 'collectedAt'
  | 'collectedFrom'
  | 'collectedElsewhere'
  | 'lastSeenAt'
  | 'version'
  | 'protocol'
  | 'clientId'
  | 'deviceInfo'
> & {
  readonly dialect: Grant['protocol'];
  readonly holder: Grant['clientId'];
  readonly claims: Grant['deviceInfo'];
};

export function rowOf({
  id,
  account,
  tokenHash,
  approvedBy,
  name,
  linkedAt,
  collectedAt,
  collectedFrom,
  collectedElsewhere,
  lastSeenAt,
  version,
  protocol,
  clientId,
  deviceInfo,
  ...rest
}: Grant): GrantRow {
  return {
    id,
    account,
    token_hash: tokenHash,
    approved_by: approvedBy,
    name,
    linked_at: linkedAt,
    collected_at: collectedAt,
    collected_from: collectedFrom,
    collected_elsewhere: collectedElsewhere ? 1 : 0,
    last_seen_at: lastSeenAt,
    revoked_at: null,
    version,
    client_id: clientId,
    dialect: protocol,
    body: JSON.stringify({ ...rest, dialect: protocol, holder: clientId, claims: deviceInfo } satisfies Body),
  };
}

/** Reads the row of a live grant; only those of revoked grants lack columns that are read here. */
export function grantOf(row: GrantRow): Grant {
  const { dialect, holder, claims, ...body } = JSON.parse(row.body ?? '{}') as Body;
  return {
    ...body,
    protocol: dialect,
    clientId: holder,
    deviceInfo: claims,
    id: row.id,
    account: row.account ?? '',
    tokenHash: row.token_hash,
    approvedBy: row.approved_by,
    name: row.name ?? '',
    linkedAt: row.linked_at ?? 0,
    collectedAt: row.collected_at,
    collectedFrom: row.collected_from,
    collectedElsewhere: row.collected_elsewhere === 1,
    lastSeenAt: row.last_seen_at,
    version: row.version,
  };
}
