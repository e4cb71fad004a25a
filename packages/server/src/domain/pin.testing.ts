// Makers of pins for tests.
import type { Approval, Pin } from './pin.ts';

/** A pending weak pin of the living room TV, made at time 0. */
export function aPin(changes: Partial<Pin> = {}): Pin {
  return {
    key: 'pin-key-0000000000000',
    dialect: 'plex',
    handle: '538114995',
    kind: 'weak',
    code: '7RQZ',
    holder: 'living-room-tv',
    ask: null,
    keyThumbprint: null,
    deviceKey: null,
    requester: {
      claims: {
        product: 'Plex for TV',
        version: '1.0',
        platform: 'Tizen',
        platformVersion: null,
        device: 'TV',
        deviceName: 'Living room',
        model: null,
        vendor: null,
      },
      address: '203.0.113.7',
      place: null,
      wantsToApprove: false,
    },
    createdAt: 0,
    expiresAt: 900_000,
    version: 1,
    state: { at: 'pending', opened: null },
    ...changes,
  };
}

/** Ada's yes, at one second, from the same household. */
export function aYes(changes: Partial<Omit<Approval, 'trusted'>> = {}): Omit<Approval, 'trusted'> {
  return {
    account: 'ada',
    grantId: 'grant-1',
    at: 1000,
    address: '203.0.113.7',
    place: null,
    newRegistration: false,
    mayApprove: false,
    approvedBy: null,
    scopes: [],
    salt: 'salt',
    keyId: 'k1',
    ...changes,
  };
}
