import {
  judgeNeed,
  judgeNewPasskey,
  judgePasskeyRemoval,
  usePasskey,
  type PasskeyKept,
  type WaysIn,
} from '../../domain/passkey.ts';
import type { Passkey, PasskeyNeed, PasskeyRemoval, Passkeys, PasskeyUse } from '../../service/ports/passkeys.ts';

/** What other stores know and do about the account of a passkey. */
interface PasskeyOwners {
  /** The other ways in of an account; undefined when there is none. */
  waysIn(account: string): WaysIn | undefined;
  /** Sets whether the account needs a passkey after the password. */
  setNeed(account: string, needsPasskey: boolean): void;
  /** Ends the sessions but the one to keep, and the grants made with the password. */
  endPasswordSignIns(account: string, keep: string): void;
}

/** Passkeys in memory; see `MemoryPins`. */
export class MemoryPasskeys implements Passkeys {
  readonly #passkeys: Map<string, Passkey> = new Map();
  readonly #owners: PasskeyOwners;

  constructor(owners: PasskeyOwners) {
    this.#owners = owners;
  }

  async add(passkey: Passkey, passwordHash: string): Promise<'added' | 'other-password' | 'taken' | 'too-many'> {
    const verdict = judgeNewPasskey({
      account: this.#owners.waysIn(passkey.account),
      shownPassword: passwordHash,
      isTaken: this.#passkeys.has(passkey.id),
      count: this.#of(passkey.account).length,
    });
    if (verdict !== 'add') return verdict;
    this.#passkeys.set(passkey.id, passkey);
    return 'added';
  }

  async byId(id: string): Promise<Passkey | undefined> {
    return this.#passkeys.get(id);
  }

  async listFor(account: string): Promise<readonly Passkey[]> {
    return this.#of(account).toSorted((one, other) => one.addedAt - other.addedAt);
  }

  async use({ id, account, counter, at }: PasskeyUse): Promise<'used' | 'copied' | 'gone'> {
    const passkey = this.#passkeys.get(id);
    if (passkey?.account !== account) return 'gone';
    const used = usePasskey(passkey, counter, at);
    if (used === undefined) return 'copied';
    this.#passkeys.set(id, used);
    return 'used';
  }

  async rename(id: string, account: string, name: string): Promise<boolean> {
    const passkey = this.#passkeys.get(id);
    if (passkey?.account !== account) return false;
    this.#passkeys.set(id, { ...passkey, name });
    return true;
  }

  async remove({ id, account, by, domain }: PasskeyRemoval): Promise<'removed' | 'no-passkey' | PasskeyKept> {
    const passkeys = this.#of(account);
    const verdict = judgePasskeyRemoval({ id, passkeys, account: this.#owners.waysIn(account), by, domain });
    if (verdict !== 'remove') return verdict;
    this.#passkeys.delete(id);
    if (passkeys.length === 1) this.#owners.setNeed(account, false);
    return 'removed';
  }

  async setNeed(need: PasskeyNeed): Promise<'changed' | 'other-password' | 'no-password' | 'no-passkey'> {
    const { id, passwordHash, needsPasskey, domain, keep } = need;
    const account = this.#owners.waysIn(id);
    const verdict = judgeNeed({
      account,
      shownPassword: passwordHash,
      needsPasskey,
      passkeys: this.#of(id),
      domain,
    });
    if (verdict !== 'change') return verdict;
    this.#owners.setNeed(id, needsPasskey);
    if (needsPasskey && account?.needsPasskey === false) this.#owners.endPasswordSignIns(id, keep);
    return 'changed';
  }

  /** Forgets the passkeys of an account, within a step of another store. */
  forgetAll(account: string): void {
    for (const { id } of this.#of(account)) this.#passkeys.delete(id);
  }

  #of(account: string): readonly Passkey[] {
    return [...this.#passkeys.values()].filter((passkey) => passkey.account === account);
  }
}
