import { givesWay, belongsToAnother, judgeNewKey } from '../../../domain/device-key.ts';
import type { KeyRegistered, RegisteredKey } from '../../../service/ports/device-keys.ts';
import type { Transaction } from '../sql.ts';
import { keyOf, rowOf } from '../device-key-rows.ts';
import { isLiveGrant } from '../grant-tokens.ts';
import type { DeviceKeyRow } from '../schema.ts';
import { statement } from '../statement.ts';

const related = statement<DeviceKeyRow>()((db, the) =>
  db
    .selectFrom('device_keys')
    .selectAll()
    .where((key) => key.or([key('thumbprint', '=', the('thumbprint')), key('grant_id', '=', the('grant_id'))])),
);

// One is enough: a client may have any number of keys.
const foreign = statement<DeviceKeyRow>()((db, the) =>
  db
    .selectFrom('device_keys')
    .selectAll()
    .where('holder', '=', the('holder'))
    .where('account', '!=', the('account'))
    .limit(1),
);

const forget = statement<DeviceKeyRow>()((db, the) =>
  db.deleteFrom('device_keys').where('holder', '=', the('holder')).where('thumbprint', '=', the('thumbprint')),
);

const insert = statement<DeviceKeyRow>()((db, the) =>
  db.insertInto('device_keys').values({
    holder: the('holder'),
    thumbprint: the('thumbprint'),
    grant_id: the('grant_id'),
    account: the('account'),
    x: the('x'),
    kid: the('kid'),
    registered_at: the('registered_at'),
  }),
);

/** A key to register, and whether its device has proved it. */
export interface NewDeviceKey {
  readonly key: RegisteredKey;
  readonly proven: boolean;
}

export async function registerDeviceKey(on: Transaction, { key, proven }: NewDeviceKey): Promise<KeyRegistered> {
  const row = rowOf(key);
  const known = (await on.all(related, row)).map(keyOf);
  const others = (await on.all(foreign, row)).map(keyOf);
  const verdict = judgeNewKey({
    isGrantLive: await isLiveGrant(on, key.grantId),
    isTaken: [...known, ...others].some((one) => belongsToAnother(one, key)),
    isProven: proven,
  });
  if (verdict !== 'ok') return verdict;
  for (const one of known) if (givesWay(one, key)) await on.run(forget, rowOf(one));
  await on.run(insert, row);
  return 'ok';
}
