import assert from 'node:assert/strict';
import { movableClock, type MovableClock } from '../../../../../../test/harness/clock.ts';
import { testDependencies } from '../../../../../../test/harness/dependencies.ts';
import { wordOf, type DevicePorts } from '../../../../../../test/harness/devices.ts';
import { createIssuing } from '../../../rate-limits/issuing.ts';
import type { Pin } from '../../../domain/pin.ts';
import { aPin } from '../../../domain/pin.testing.ts';
import type { PinResult } from '../../../domain/refusal.ts';
import { aClient } from '../../../stores/contract/samples.ts';
import { makeSecretKey } from '../../../tokens/keys.ts';
import { inspectOpaque } from '../../tokens/inspect-token.ts';
import { createAccessJwts } from '../../../tokens/access-jwts.ts';
import { createSigningKeys } from '../../../tokens/signing-keys.ts';
import { firstTokens } from '../../tokens/token-sets.ts';
import { approvePin } from '../approve-pin.ts';
import { cancelPin, cancelShownPin } from '../cancel-pin.ts';
import { denyPin } from '../deny-pin.ts';
import { findDeviceCode } from '../find-device-code.ts';
import { openCode } from '../open-code.ts';
import { pollDeviceCode } from '../poll-device-code.ts';
import type { Store } from '../../ports/store.ts';
import { readPin, type PinReading } from '../read-pin.ts';
import { redeemPin } from '../redeem-pin.ts';
import { requestDeviceCode } from '../request-device-code.ts';
import { requestPin } from '../request-pin.ts';
import { sweepPins } from '../sweep-pins.ts';
import { lives, type Deed } from './steps.testing.ts';

/** What is known of a pin outside: by its device, and by those who decided about it. */
interface Told {
  readonly pin: Pin;
  readonly deviceCode: string;
  grantId: string | null;
  /** What the device was given; all answers must have been the same. */
  collected: string | null;
}

/** The real thing: the service's verbs over one store, with a clock that is moved by hand. */
export interface RealPins {
  readonly ports: DevicePorts;
  readonly clock: MovableClock;
  /** Does it, through other ports if given, and says in a word what the actor was answered. */
  perform(deed: Deed, ports?: DevicePorts): Promise<string>;
  sweep(): Promise<string>;
  /** Writes what was only counted so far; nothing is left to do after it. */
  close(): Promise<void>;
  /** How the pins stand, by their numbers. */
  rows(): Promise<ReadonlyMap<number, Pin | undefined>>;
}

const issuer = 'https://link.example';
const ring = [makeSecretKey()];
const signingKeys = createSigningKeys(ring, 'oauth');
const client = aClient({ id: 'tv', scopes: ['watch'] });
const addresses = ['203.0.113.1', '203.0.113.2', '2001:db8::5'];

/** @param start where the clock begins, in milliseconds since the epoch */
export async function openRealPins(store: Store, start: number): Promise<RealPins> {
  const { ports, events, clock } = testDependencies({ keys: ring, store, clock: movableClock(start) });
  await store.oauthClients.add(client);
  const own: DevicePorts = {
    ...ports,
    accessJwts: createAccessJwts(await signingKeys, clock, ports.random),
    // Codes of one symbol are never long enough; where nobody guesses they need not be.
    issuing: createIssuing({ perNetwork: 10_000, overall: 100_000, guessesPerDay: 0 }),
  };
  const told = new Map<number, Told>();

  const collect = (pinId: string, thing: string): string => {
    const found = [...told].find(([, { pin }]) => pin.id === pinId);
    assert.ok(found);
    const [number, about] = found;
    assert.ok(about.collected === null || about.collected === thing, 'one token set per pin');
    about.collected = thing;
    return `token ${number}`;
  };

  const numberOf = (pin: Pin): number | undefined => [...told].find(([, one]) => one.pin.id === pin.id)?.[0];

  async function issue(ports: DevicePorts, deed: Deed & { do: 'issue' }): Promise<string> {
    const format = { alphabet: 'ABCDE'[deed.code] ?? '', length: 4, life: lives[deed.protocol] };
    const { requester } = aPin();
    if (deed.protocol === 'oauth') {
      const ask = { scopes: ['watch'], resources: [] };
      const keyThumbprint = deed.key === null ? null : `key-${deed.key}`;
      const issued = await requestDeviceCode(ports, {
        clientId: client.id,
        format,
        requester,
        authorizationRequest: ask,
        keyThumbprint,
      });
      if (issued.ok) told.set(deed.pin, { ...issued.value, grantId: null, collected: null });
      return issued.ok ? 'ok' : issued.refusal.kind;
    }
    const issued = await requestPin(ports, {
      protocol: 'plex',
      kind: 'weak',
      format,
      clientId: `holder-${deed.clientId}`,
      requester,
      authorizationRequest: null,
      keyThumbprint: null,
      deviceKey: deed.key === null ? null : { thumbprint: `thumb-${deed.pin}`, x: `x-${deed.pin}`, kid: 'kid' },
      drawPublicId: () => String(deed.publicId + 1),
    });
    if (issued.ok) told.set(deed.pin, { pin: issued.value, deviceCode: '', grantId: null, collected: null });
    return issued.ok ? 'ok' : issued.refusal.kind;
  }

  const readingOf = ({ pin }: Told, deed: Deed & { do: 'look' | 'cancel' }): PinReading => ({
    protocol: pin.protocol,
    publicId: pin.publicId,
    clientId: deed.as === 'holder' ? pin.clientId : 'other',
    code: deed.code === 'right' ? pin.code : deed.code,
    from: pin.requester.address,
  });

  /** As the plex routes do it. */
  async function look(ports: DevicePorts, mine: Told, deed: Deed & { do: 'look' }): Promise<string> {
    const read = await readPin(ports, readingOf(mine, deed));
    if (!read.ok) return word(read);
    const { id, state, deviceKey } = read.value;
    if (deviceKey !== null && !deed.proved) return state.at === 'redeemed' ? 'redeemed' : 'pending';
    if (state.at === 'pending') return 'pending';
    const redeemed = await redeemPin(ports, id, addresses[deed.reader] ?? null);
    return redeemed.ok ? collect(id, redeemed.value.token ?? `by key: ${redeemed.value.grant.id}`) : word(redeemed);
  }

  async function isLive(ports: DevicePorts, { pin, collected }: Told): Promise<boolean> {
    if (collected === null) return false;
    if (pin.protocol === 'oauth') {
      const { access_token: token } = JSON.parse(collected) as { readonly access_token: string };
      return (await inspectOpaque(ports, token)) !== undefined;
    }
    const [, grantId] = /^by key: (.+)$/.exec(collected) ?? [];
    return grantId === undefined
      ? (await ports.grants.byTokenHash(ports.keys.hash(collected))) !== undefined
      : (await ports.deviceKeys.ofGrant(grantId, pin.clientId)) !== undefined;
  }

  async function about(ports: DevicePorts, deed: Exclude<Deed, { do: 'issue' | 'open' }>, mine: Told): Promise<string> {
    const { pin, deviceCode, grantId } = mine;
    switch (deed.do) {
      case 'approve': {
        const approver = deed.with === null ? null : told.get(deed.with);
        if (approver !== null && (approver?.collected ?? null) === null) return 'nothing to do';
        const approvedBy = approver?.grantId ?? null;
        const account = { id: deed.by, createdAt: 0 };
        const yes = { pin: pin.id, account, address: null, place: null, mayApprove: true, approvedBy };
        const approved = await approvePin(ports, yes);
        if (approved.ok && approved.value.state.at === 'approved') mine.grantId = approved.value.state.approval.grantId;
        return word(approved);
      }
      case 'deny':
        return word(await denyPin(ports, pin.id, deed.by));
      case 'revoke':
        return grantId !== null && (await ports.grants.revoke(grantId, deed.by, clock.now())) ? 'yes' : 'no';
      case 'look':
        return pin.protocol === 'plex' ? look(ports, mine, deed) : 'nothing to do';
      case 'cancel': {
        if (pin.protocol === 'plex') return word(await cancelPin(ports, readingOf(mine, deed)));
        const found = await findDeviceCode(ports, { deviceCode, clientId: deed.as === 'holder' ? client.id : 'other' });
        return found.ok ? word(await cancelShownPin(ports, pin.id)) : word(found);
      }
      case 'poll': {
        if (pin.protocol !== 'oauth') return 'nothing to do';
        const provenKey = deed.key === null ? null : `key-${deed.key}`;
        const clientId = deed.as === 'holder' ? client.id : 'other';
        const polled = await pollDeviceCode(
          ports,
          { deviceCode, clientId, provenKey, reader: null, interval: 5000 },
          (grant, approval) => firstTokens(ports, client, issuer, grant, approval),
        );
        return polled.ok && polled.value.kind === 'answer' ? collect(pin.id, polled.value.body) : wordOf(polled);
      }
      case 'use':
        return (await isLive(ports, mine)) ? 'live' : 'dead';
    }
  }

  return {
    ports: own,
    clock,
    async perform(deed, ports = own) {
      if (deed.do === 'issue') return issue(ports, deed);
      if (deed.do === 'open') {
        const opened = await openCode(ports, 'aBCdE'.charAt(deed.code).repeat(4), deed.by);
        return opened.ok ? `open ${numberOf(opened.value)}` : word(opened);
      }
      const mine = told.get(deed.pin);
      if (mine !== undefined) return about(ports, deed, mine);
      return deed.do === 'revoke' ? 'no' : deed.do === 'use' ? 'dead' : 'nothing to do';
    },
    sweep: async () => String(await sweepPins(own, 1000)),
    close: () => events.flush(),
    async rows() {
      const found = [...told].map(async ([number, { pin }]) => [number, await own.pins.byId(pin.id)] as const);
      return new Map(await Promise.all(found));
    },
  };
}

/** One word for a result that hands nothing out. */
function word(result: PinResult<unknown>): string {
  if (result.ok) return 'ok';
  return result.refusal.kind === 'settled' ? result.refusal.as : result.refusal.kind;
}
