import { approve, deny, redeem, type Pin } from '../../packages/server/src/domain/pin.ts';
import {
  aFamily,
  aGrant,
  anAccount,
  anApproval,
  aPin,
  rotated,
  t0,
} from '../../packages/server/src/stores/contract/samples.ts';
import type { Store } from '../../packages/server/src/service/ports/store.ts';

/** How many each process tries at once. */
const tries = 16;

const atOnce = async (act: (index: number) => Promise<boolean>): Promise<number> => {
  const won = await Promise.all(Array.from({ length: tries }, (_, index) => act(index)));
  return won.filter(Boolean).length;
};

/** What all processes find: the same for one seed. */
export const raced = {
  pin: (seed: string): Pin => aPin({ id: `pin ${seed}`, publicId: `id ${seed}`, code: `C${seed}`, createdAt: t0 }),
  grant: (seed: string) => aGrant({ id: `grant ${seed}`, tokenHash: null }),
  family: (seed: string) => ({ ...aFamily(`grant ${seed}`), currentHash: `hash ${seed}` }),
  invite: (seed: string) => `invite ${seed}`,
};

/** What a process tries in one race; it answers how often it won. */
export const races = {
  /** Pins of one network, of which three may wait. */
  async 'new pins of one network'(store: Store, seed: string) {
    const rules = { perNetwork: 3, overall: 1000, sizing: null };
    const address = `198.51.${Number(seed) % 256}.7`;
    return atOnce(async () => {
      const pin = aPin({ requester: { ...aPin().requester, address } });
      return (await store.pins.insert(pin, t0, rules)) === 'ok';
    });
  },
  async 'one public id'(store: Store, seed: string) {
    return atOnce(async () => (await store.pins.insert(aPin({ publicId: `raced ${seed}` }), t0)) === 'ok');
  },
  async 'one code'(store: Store, seed: string) {
    return atOnce(async () => (await store.pins.insert(aPin({ code: `R${seed}` }), t0)) === 'ok');
  },
  /** A yes and a no for one pin. */
  async 'one decision'(store: Store, seed: string) {
    const pin = await store.pins.byId(raced.pin(seed).id);
    return atOnce(async (index) => {
      if (pin === undefined) return false;
      const next = index % 2 === 0 ? approve(pin, anApproval()) : deny(pin, 'account-1', t0);
      return next.ok && store.pins.replace(next.value, pin.version);
    });
  },
  async 'one redemption'(store: Store, seed: string) {
    const pin = await store.pins.byId(raced.pin(seed).id);
    if (pin === undefined) return 0;
    const next = redeem(pin, '203.0.113.7', t0);
    // Who reads it after another one has redeemed it would only read it again.
    if (!next.ok || next.value.version === pin.version) return 0;
    return atOnce(() => store.pins.replace(next.value, pin.version));
  },
  /** A budget of ten. */
  async 'one budget'(store: Store, seed: string) {
    const limit = { key: `raced ${seed}`, limit: 10, period: 60_000 };
    return atOnce(async () => (await store.budgets.spend([limit], t0)) === undefined);
  },
  async 'one rotation'(store: Store, seed: string) {
    const family = raced.family(seed);
    return atOnce(() => store.oauthTokens.replaceFamily(rotated(family), family.version));
  },
  async 'one invite'(store: Store, seed: string) {
    const ground = { by: 'invite', inviteHash: raced.invite(seed) } as const;
    return atOnce(async () => 'added' in (await store.accounts.add(anAccount(), ground, t0)));
  },
  async 'one name'(store: Store, seed: string) {
    const account = () => anAccount({ username: `Name${seed}`, email: null });
    return atOnce(async () => 'added' in (await store.accounts.add(account(), { by: 'operator' }, t0)));
  },
  async 'one revocation'(store: Store, seed: string) {
    const grant = raced.grant(seed);
    return atOnce(() => store.grants.revoke(grant.id, grant.account, t0));
  },
} satisfies Readonly<Record<string, (store: Store, seed: string) => Promise<number>>>;

export type Race = keyof typeof races;
