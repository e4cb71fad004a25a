import type { KeyRegistered } from '../../../service/ports/device-keys.ts';
import type { Connection } from '../connection.ts';
import { isLiveGrant } from '../grant-tokens.ts';
import type { DeviceKeyRow } from '../schema.ts';
import { statement } from '../statement.ts';

type Which = Pick<DeviceKeyRow, 'account' | 'holder' | 'thumbprint' | 'grant_id'>;

const foreign = statement<Which>()((db, the) =>
  db
    .selectFrom('device_keys')
    .select('account')
    .where((key) => key.or([key('holder', '=', the('holder')), key('thumbprint', '=', the('thumbprint'))]))
    .where('account', '!=', the('account'))
    .limit(1),
);

const giveWay = statement<Which>()((db, the) =>
  db
    .deleteFrom('device_keys')
    .where('holder', '=', the('holder'))
    .where((key) => key.or([key('thumbprint', '=', the('thumbprint')), key('grant_id', '=', the('grant_id'))])),
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
  readonly row: DeviceKeyRow;
  readonly proven: boolean;
}

export function registerDeviceKey(on: Connection, { row, proven }: NewDeviceKey): KeyRegistered {
  if (!isLiveGrant(on, row.grant_id)) return 'no-grant';
  if (!proven && on.get(foreign, row) !== undefined) return 'taken';
  on.run(giveWay, row);
  on.run(insert, row);
  return 'ok';
}
