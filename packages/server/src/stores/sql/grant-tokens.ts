// The OAuth tokens and device keys of a grant, for write operations on either.
import type { Transaction } from './sql.ts';
import { statement } from './statement.ts';

// Takes a row lock: otherwise a token added while the grant is revoked would survive it.
const live = statement<{ grantId: string }>()((db, the, words) =>
  words.held(db.selectFrom('grants').select('id').where('id', '=', the('grantId')).where('revoked_at', 'is', null)),
);

const forgetAccessTokens = statement<{ grantId: string }>()((db, the) =>
  db.deleteFrom('access_tokens').where('grant_id', '=', the('grantId')),
);

const forgetRefreshTokens = statement<{ grantId: string }>()((db, the) =>
  db.deleteFrom('refresh_tokens').where('grant_id', '=', the('grantId')),
);

const forgetFamily = statement<{ grantId: string }>()((db, the) =>
  db.deleteFrom('refresh_families').where('grant_id', '=', the('grantId')),
);

const forgetDeviceKeys = statement<{ grantId: string }>()((db, the) =>
  db.deleteFrom('device_keys').where('grant_id', '=', the('grantId')),
);

/** Whether the grant exists and is not revoked. */
export async function isLiveGrant(on: Transaction, grantId: string): Promise<boolean> {
  return (await on.get(live, { grantId })) !== undefined;
}

/** Deletes all OAuth tokens and device keys of a grant. */
export async function forgetTokensOf(on: Transaction, grantId: string): Promise<void> {
  for (const forget of [forgetAccessTokens, forgetRefreshTokens, forgetFamily, forgetDeviceKeys])
    await on.run(forget, { grantId });
}
