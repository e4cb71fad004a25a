import type { RegisteredKey } from '../../service/ports/device-keys.ts';
import type { DeviceKeyRow } from './schema.ts';

export const rowOf = ({
  grantId,
  registeredAt,
  clientId,
  thumbprint,
  account,
  x,
  kid,
}: RegisteredKey): DeviceKeyRow => ({
  holder: clientId,
  thumbprint,
  grant_id: grantId,
  account,
  x,
  kid,
  registered_at: registeredAt,
});

export const keyOf = ({
  grant_id: grantId,
  registered_at: registeredAt,
  holder: clientId,
  ...rest
}: DeviceKeyRow): RegisteredKey => ({ ...rest, clientId, grantId, registeredAt });
