// Pins for tests, and what may happen to them.
import type { Approval, Pin } from './pin.ts';
import type { Refusal } from './refusal.ts';

/** A pending weak pin of the living room TV, made at time 0. */
export function aPin(changes: Partial<Pin> = {}): Pin {
  return {
    id: 'pin-id-00000000000000',
    protocol: 'plex',
    publicId: '538114995',
    kind: 'weak',
    code: '7RQZ',
    clientId: 'living-room-tv',
    authorizationRequest: null,
    keyThumbprint: null,
    deviceKey: null,
    requester: {
      deviceInfo: {
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
export function anApproval(changes: Partial<Omit<Approval, 'trusted'>> = {}): Omit<Approval, 'trusted'> {
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

type State = Pin['state']['at'];

/** What can be done to a pin. */
export type PinAction = 'open' | 'approve' | 'deny' | 'cancel' | 'redeem';

/** What an action does to a pin in each state: the state that follows, or a refusal. */
type Row = Readonly<Record<State, State | Refusal>>;

/** A row of an action that needs a pending pin. */
const decides = (next: State | Refusal): Row => ({
  pending: next,
  approved: { kind: 'settled', as: 'approved' },
  denied: { kind: 'settled', as: 'denied' },
  cancelled: { kind: 'settled', as: 'cancelled' },
  redeemed: { kind: 'settled', as: 'redeemed' },
});

/** The truth table of a pin that has not expired. */
export const truthTable: Readonly<Record<PinAction, Row>> = {
  open: decides('pending'),
  approve: decides('approved'),
  deny: decides('denied'),
  cancel: decides('cancelled'),
  redeem: { ...decides({ kind: 'not-allowed' }), approved: 'redeemed', redeemed: 'redeemed' },
};
