// What ties OAuth tokens and device keys to their grant, for the writer's operations on either.
import type { Transaction } from './sql.ts';
import { statement } from './statement.ts';

// Held, so that what is added to a grant that lives goes with it when it ends.
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

/** Whether the grant is there and was not revoked. */
export async function isLiveGrant(on: Transaction, grantId: string): Promise<boolean> {
  return (await on.get(live, { grantId })) !== undefined;
}

/** Forgets all OAuth tokens and device keys of a grant. */
export async function forgetTokensOf(on: Transaction, grantId: string): Promise<void> {
  for (const forget of [forgetAccessTokens, forgetRefreshTokens, forgetFamily, forgetDeviceKeys])
    await on.run(forget, { grantId });
}
