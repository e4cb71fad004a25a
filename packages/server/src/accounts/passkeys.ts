import { networkOf, type Address } from '../domain/address.ts';
import { hasPassword } from '../domain/account.ts';
import { givenNameOf } from '../domain/device-info.ts';
import { isDismissed } from '../domain/identity.ts';
import type { PasskeyKept } from '../domain/passkey.ts';
import type { DeviceInfo } from '../domain/pin.ts';
import { accepted, refused, type Result } from '../domain/result.ts';
import type { SignInFacts } from '../domain/session.ts';
import type { Account } from '../service/ports/accounts.ts';
import type { Events } from '../service/ports/events.ts';
import type { Passkey, Passkeys } from '../service/ports/passkeys.ts';
import type { WebAuthn } from '../service/ports/webauthn.ts';
import { createAttempts } from './attempts.ts';
import { createDeviceCookies } from './device-cookie.ts';
import { isKnownNetwork } from './known-network.ts';
import {
  challengeLife,
  createPasskeyChallenges,
  type ChallengePorts,
  type ChallengeUse,
  type SpentChallenge,
} from './passkey-challenges.ts';
import type { AccountServicePorts } from './ports.ts';
import type { OverBudget } from './refusal.ts';

/** What passkeys need from outside. */
export interface PasskeyServicePorts extends ChallengePorts, AccountServicePorts {
  readonly passkeys: Passkeys;
  readonly webauthn: WebAuthn;
  readonly events: Pick<Events, 'note'>;
}

/** Where a page is that asks for a passkey. */
export interface PasskeyPlace {
  /** The relying party's id. */
  readonly domain: string;
  /** The origin of the page. */
  readonly origin: string;
  /** A secret that only this browser has. */
  readonly browser: string;
}

/** What a browser gets to begin a ceremony. */
export interface Ceremony {
  /** WebAuthn's options as JSON. */
  readonly options: object;
  /** Comes back with the answer. */
  readonly ticket: string;
  /** For how long the answer is good, in milliseconds. */
  readonly life: number;
}

/** What a browser sends at the end of a ceremony. */
export interface CeremonyAnswer {
  readonly ticket: string;
  /** `PublicKeyCredential` as JSON. */
  readonly answer: string;
}

/** Why a passkey is not taken. */
export type PasskeyRefusal =
  /** It took too long, was sent before, or began in another browser. */
  | { readonly kind: 'stale-challenge' }
  /** Nobody here has it, or its answer is not good; which of them is not disclosed. */
  | { readonly kind: 'wrong-passkey' };

/** Why a passkey signs nobody in. */
export type PasskeySignInRefusal =
  | PasskeyRefusal
  | OverBudget
  /** It is good, but the provider that the account follows no longer stands up for its person. */
  | { readonly kind: 'dismissed' };

/** Why a new passkey is not kept. */
export type AddPasskeyRefusal =
  PasskeyRefusal | { readonly kind: 'passkey-taken' } | { readonly kind: 'too-many-passkeys' };

/** Somebody whose passkey answered. */
export interface PasskeySignIn {
  readonly account: Account;
  readonly facts: SignInFacts;
}

/** Who asks for a change of passkeys, signed in and lately enough. */
export interface PasskeyOwner {
  readonly account: Account;
  /** Hash of the session. */
  readonly session: string;
  readonly address: Address;
}

/** Passkeys of people: adding, signing in by one, managing. Where they work is for the caller to know. */
export interface PasskeyService {
  /** The account's passkeys, the oldest first. */
  listFor(account: string): Promise<readonly Passkey[]>;
  /** @param serviceName what people call the service */
  beginAdding(account: Account, place: PasskeyPlace, serviceName: string): Promise<Ceremony>;
  /** @param name what its person calls it; sanitized */
  finishAdding(
    owner: PasskeyOwner,
    place: PasskeyPlace,
    answer: CeremonyAnswer,
    name: string,
  ): Promise<Result<Passkey, AddPasskeyRefusal>>;
  /** @param account whose passkey it has to be; null for whoever's */
  beginSignIn(place: PasskeyPlace, account: Account | null): Promise<Ceremony>;
  /** Seals that the password of an account that needs a passkey was shown in a browser. */
  sealStep(account: Account, browser: string): string;
  /** Whether such a seal is good in this browser. */
  isStep(step: string, browser: string): boolean;
  /** @returns undefined when the step was begun too long ago, in another browser, or with another password */
  beginSecondStep(place: PasskeyPlace, step: string): Promise<Ceremony | undefined>;
  /** Signs in, with a passkey alone or after the password, within the limits of passwords. */
  signIn(
    place: PasskeyPlace,
    answer: CeremonyAnswer,
    trace: { readonly address: Address; readonly deviceCookie: string | null },
  ): Promise<Result<PasskeySignIn, PasskeySignInRefusal>>;
  /** @returns false if the account has no such passkey, or nothing is left of the name */
  rename(id: string, account: string, name: string): Promise<boolean>;
  /** @param domain at which passkeys work now; undefined where none do */
  remove(owner: PasskeyOwner, id: string, domain: string | undefined): Promise<'removed' | 'no-passkey' | PasskeyKept>;
  /** Removes any, even the last way in. @returns false if the account has no such passkey */
  removeByOperator(account: Pick<Account, 'id'>, id: string): Promise<boolean>;
  /** Makes the account need a passkey after the password, or no longer. */
  setNeed(
    owner: PasskeyOwner,
    needsPasskey: boolean,
    domain: string,
  ): Promise<'changed' | 'other-password' | 'no-password' | 'no-passkey'>;
}

const wrong = refused({ kind: 'wrong-passkey' } as const);
const stale = refused({ kind: 'stale-challenge' } as const);

/** What is told of a passkey where a device would be: its name. */
const nothingSaid: DeviceInfo = {
  product: null,
  version: null,
  platform: null,
  platformVersion: null,
  device: null,
  deviceName: null,
  model: null,
  vendor: null,
};

/** A passkey is a key that was unlocked by its person (RFC 8176: `pop`, and with the unlocking `mfa`). */
const shown = (at: number, afterPassword: boolean): SignInFacts => ({
  method: 'passkey',
  provider: null,
  signedInAt: at,
  providerSession: null,
  acr: null,
  amr: [...(afterPassword ? ['pwd'] : []), 'pop', 'mfa'],
});

export function createPasskeyService(ports: PasskeyServicePorts): PasskeyService {
  const { passkeys, accounts, identities, webauthn, keys, clock, random, events } = ports;
  const challenges = createPasskeyChallenges(ports);
  const attempts = createAttempts(ports);
  const deviceCookies = createDeviceCookies(ports);

  const workingAt = async (account: string, domain: string): Promise<readonly Passkey[]> =>
    (await passkeys.listFor(account)).filter((passkey) => passkey.domain === domain);

  async function ask(place: PasskeyPlace, use: ChallengeUse): Promise<Ceremony> {
    const { challenge, ticket } = challenges.make(use, place);
    const { domain } = place;
    const allowed = use.account === null ? undefined : await workingAt(use.account, domain);
    return {
      options: await webauthn.requestOptions({ challenge, domain, allowed, life: challengeLife }),
      ticket,
      life: challengeLife,
    };
  }

  const tell = (
    kind: 'passkey-added' | 'passkey-removed' | 'passkey-copied',
    { account, name }: Pick<Passkey, 'account' | 'name'>,
    address: Address,
  ): Promise<void> =>
    events.note({
      kind,
      about: { protocol: null, clientId: null, requester: { deviceInfo: { ...nothingSaid, deviceName: name } } },
      account,
      address,
    });

  /** Whether a passkey may answer a challenge, before its signature is looked at. */
  function mayAnswer(passkey: Passkey, spent: SpentChallenge, domain: string, handle: string | null): boolean {
    if (passkey.domain !== domain) return false;
    if (spent.account !== null && passkey.account !== spent.account) return false;
    // Without a name and without a handle nobody says whose it is (WebAuthn Level 3 §7.2, step 6).
    return handle === null ? spent.account !== null : handle === passkey.handle;
  }

  async function verify(
    { domain, origin, browser }: PasskeyPlace,
    { ticket, answer }: CeremonyAnswer,
    address: Address,
  ): Promise<Result<PasskeySignIn, PasskeySignInRefusal>> {
    const spent = await challenges.spend(ticket, ['sign-in', 'second-step'], { browser, domain });
    if (spent === undefined) return stale;
    const claimed = webauthn.claimedPasskey(answer);
    const passkey = claimed && (await passkeys.byId(claimed.id));
    if (passkey === undefined || !mayAnswer(passkey, spent, domain, claimed?.handle ?? null)) return wrong;
    const verified = await webauthn.verifyAssertion(answer, { challenge: spent.challenge, origin, domain }, passkey);
    if (verified === undefined) return wrong;
    const account = await accounts.byId(passkey.account);
    if (account === undefined) return wrong;
    if (spent.use === 'second-step' && challenges.passwordMark(account) !== spent.password) return stale;
    const at = clock.now();
    const used = await passkeys.use({ id: passkey.id, account: account.id, counter: verified.counter, at });
    if (used === 'copied') await tell('passkey-copied', passkey, address);
    if (used !== 'used') return wrong;
    // After the instant that the session will have, so that a dismissal by then is seen here or ends the session.
    const isOut = isDismissed(await identities.listFor(account.id), hasPassword(account));
    return isOut
      ? refused({ kind: 'dismissed' })
      : accepted({ account, facts: shown(at, spent.use === 'second-step') });
  }

  return {
    listFor: (account) => passkeys.listFor(account),
    async beginAdding(account, place, serviceName) {
      const existing = await passkeys.listFor(account.id);
      // One handle for one account, so that an authenticator has one passkey for it and not several.
      const handle = existing.at(-1)?.handle ?? Buffer.from(random.bytes(32)).toString('base64url');
      const password = challenges.passwordMark(account);
      const { challenge, ticket } = challenges.make({ use: 'add', account: account.id, password, handle }, place);
      const options = await webauthn.creationOptions({
        challenge,
        domain: place.domain,
        serviceName,
        username: account.username,
        handle,
        existing: existing.filter(({ domain }) => domain === place.domain),
        life: challengeLife,
      });
      return { options, ticket, life: challengeLife };
    },
    async finishAdding({ account, address }, { domain, origin, browser }, { ticket, answer }, name) {
      const spent = await challenges.spend(ticket, ['add'], { browser, domain });
      if (spent?.use !== 'add' || spent.account !== account.id) return stale;
      if (spent.password !== challenges.passwordMark(account)) return stale;
      const made = await webauthn.verifyCreation(answer, { challenge: spent.challenge, origin, domain });
      if (made === undefined) return wrong;
      const passkey: Passkey = {
        ...made,
        account: account.id,
        domain,
        handle: spent.handle,
        name: givenNameOf(name) ?? 'Passkey',
        addedAt: clock.now(),
        lastUsedAt: null,
      };
      const added = await passkeys.add(passkey, account.passwordHash);
      switch (added) {
        case 'other-password':
          return stale;
        case 'taken':
          return refused({ kind: 'passkey-taken' });
        case 'too-many':
          return refused({ kind: 'too-many-passkeys' });
        case 'added':
          await tell('passkey-added', passkey, address);
          return accepted(passkey);
      }
    },
    beginSignIn: (place, account) => ask(place, { use: 'sign-in', account: account?.id ?? null }),
    sealStep: (account, browser) => challenges.sealStep(account, browser),
    isStep: (step, browser) => challenges.readStep(step, browser) !== undefined,
    async beginSecondStep(place, step) {
      const read = challenges.readStep(step, place.browser);
      if (read === undefined) return undefined;
      const account = await accounts.byId(read.account);
      if (account === undefined || challenges.passwordMark(account) !== read.password) return undefined;
      return ask(place, { use: 'second-step', account: read.account, password: read.password });
    },
    async signIn(place, answer, { address, deviceCookie }) {
      const id = webauthn.claimedPasskey(answer.answer)?.id;
      const owner = async (): Promise<Account | undefined> => {
        const passkey = id === undefined ? undefined : await passkeys.byId(id);
        return passkey && (await accounts.byId(passkey.account));
      };
      const attempt = {
        // No name of an account has a space.
        name: keys.keyedHash('sign-in name', `passkey ${id ?? ''}`),
        network: networkOf(address),
        device: deviceCookie === null ? null : deviceCookies.idFor(deviceCookie, await owner()),
      };
      const taken = await attempts.take(attempt, () => isKnownNetwork(ports, address));
      if (!taken.ok) return taken;
      const verified = await verify(place, answer, address);
      // One that is too old was not looked at, so it costs nothing.
      const isSpent = !verified.ok && verified.refusal.kind === 'wrong-passkey';
      await (isSpent ? taken.value.confirm() : taken.value.release());
      return verified;
    },
    async rename(id, account, name) {
      const given = givenNameOf(name);
      return given !== null && passkeys.rename(id, account, given);
    },
    async remove({ account, address }, id, domain) {
      const passkey = await passkeys.byId(id);
      const outcome = await passkeys.remove({ id, account: account.id, by: 'person', domain });
      if (outcome === 'removed' && passkey !== undefined) await tell('passkey-removed', passkey, address);
      return outcome;
    },
    async removeByOperator({ id: account }, id) {
      const passkey = await passkeys.byId(id);
      const outcome = await passkeys.remove({ id, account, by: 'operator', domain: undefined });
      if (outcome === 'removed' && passkey !== undefined) await tell('passkey-removed', passkey, null);
      return outcome === 'removed';
    },
    setNeed: ({ account, session }, needsPasskey, domain) =>
      passkeys.setNeed({
        id: account.id,
        passwordHash: account.passwordHash,
        needsPasskey,
        domain,
        keep: session,
        at: clock.now(),
      }),
  };
}
