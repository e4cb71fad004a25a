import type {
  Account,
  AccountAdded,
  AccountGround,
  AccountRemoved,
  Accounts,
  EmailRestoration,
  Invite,
  Management,
  NameChange,
  NamesChanged,
  NewAccount,
  PasswordChange,
  RemovalGround,
  SetupToken,
} from '../../service/ports/accounts.ts';
import {
  changeNames,
  endedWithAll,
  confirmEmail,
  disabledForGood,
  foldNames,
  isDisabled,
  judgeManaging,
  judgeNewAccount,
  laterEnd,
  judgeRemoval,
  restoreEmail,
  type AccountNames,
  type NameOwners,
  type NotManaged,
  type OperatorGround,
} from '../../domain/account.ts';
import { maySignIn } from '../../domain/passkey.ts';
import { hasExpired } from '../../domain/expiry.ts';
import { foldName } from '../../domain/sign-in-name.ts';

/** What other stores keep about a person. */
interface PersonalData {
  /** Forgets what the audit log and the outbox say of a person. */
  forget(account: string): void;
  /** Forgets the passkeys of an account. */
  forgetPasskeys(account: string): void;
  /** Ends every session and device. */
  endSignIns(account: string): void;
  /** Ends the sessions but the one to keep, and the grants made with the password. */
  endPasswordSignIns(account: string, keep: string | null): void;
}

/** Accounts and invites in memory; see `MemoryPins`. */
export class MemoryAccounts implements Accounts {
  readonly #accounts: Map<string, Account> = new Map();
  /** Account ids by folded username and folded e-mail. */
  readonly #names: Map<string, string> = new Map();
  readonly #invites: Map<string, Invite> = new Map();
  /** When people were last signed out everywhere. */
  readonly #ends: Map<string, number> = new Map();
  readonly #pairwiseSecrets: Map<string, string> = new Map();
  #setupToken: SetupToken | undefined;
  readonly #data: PersonalData;
  #lastNumber = 0;

  constructor(data: PersonalData) {
    this.#data = data;
  }

  async add(account: NewAccount, ground: AccountGround, now: number): Promise<AccountAdded> {
    if (this.#accounts.has(account.id)) throw new Error('There is an account with this id already.');
    const verdict = judgeNewAccount({
      id: account.id,
      by: ground.by,
      isFirst: this.#accounts.size === 0,
      isInvited: ground.by === 'invite' && this.#usable(ground.inviteHash, now) !== undefined,
      hasSetupToken: ground.by === 'setup' && this.#isSetupToken(ground.tokenHash, now),
      owners: this.#ownersOf(account),
    });
    if (verdict !== 'add') return { refused: verdict };
    if (ground.by === 'invite') this.#invites.delete(ground.inviteHash);
    if (ground.by === 'setup') this.#setupToken = undefined;
    const added: Account = {
      ...account,
      number: ++this.#lastNumber,
      language: null,
      needsPasskey: false,
      isDisabled: false,
    };
    this.#put(added);
    return { added };
  }

  async byId(id: string): Promise<Account | undefined> {
    return this.#accounts.get(id);
  }

  async bySignInName(name: string): Promise<Account | undefined> {
    const id = this.#names.get(foldName(name));
    return id === undefined ? undefined : this.#accounts.get(id);
  }

  async list(): Promise<readonly Account[]> {
    return [...this.#accounts.values()];
  }

  async isEmpty(): Promise<boolean> {
    return this.#accounts.size === 0;
  }

  async setNames({ id, passwordHash, ...names }: NameChange): Promise<NamesChanged> {
    const result = changeNames(this.#accounts.get(id), names, passwordHash, this.#ownersOf(names));
    if (!result.ok) return { refused: result.refusal };
    this.#forgetNames(id);
    this.#put(result.value);
    return { changed: result.value };
  }

  async setPassword({ id, replaces, passwordHash, keep, recovers = false, admin }: PasswordChange): Promise<boolean> {
    const account = this.#accounts.get(id);
    if (admin !== undefined && !this.#isAdminNow(admin)) return false;
    if (account?.passwordHash !== replaces) return false;
    this.#accounts.set(id, { ...account, passwordHash });
    this.#data.endPasswordSignIns(id, keep);
    if (recovers) {
      this.#data.forgetPasskeys(id);
      this.setNeed(id, false);
    }
    return true;
  }

  async confirmEmail(id: string, email: string): Promise<boolean> {
    const confirmed = confirmEmail(this.#accounts.get(id), email);
    if (confirmed !== undefined) this.#accounts.set(id, confirmed);
    return confirmed !== undefined;
  }

  async restoreEmail({ id, ...former }: EmailRestoration): Promise<Account | undefined> {
    const account = this.#accounts.get(id);
    const owner = account && this.#ownersOf({ username: account.username, email: former.email }).email;
    const restored = restoreEmail(account, former, owner);
    if (restored === undefined) return undefined;
    this.#forgetNames(id);
    this.#put(restored);
    this.#data.endPasswordSignIns(id, null);
    this.#data.forgetPasskeys(id);
    return restored;
  }

  /** Sets whether an account needs a passkey after the password, within a step of another store. */
  setNeed(id: string, needsPasskey: boolean): void {
    const account = this.#accounts.get(id);
    if (account !== undefined) this.#accounts.set(id, { ...account, needsPasskey });
  }

  /** The core's `maySignIn` of an account. */
  mayEnter(id: string, passwordHash: string, byPasswordAlone: boolean): boolean {
    return maySignIn(this.#accounts.get(id), passwordHash, byPasswordAlone);
  }

  /** The account with this id, within a step of another store. */
  peek(id: string): Account | undefined {
    return this.#accounts.get(id);
  }

  hasPassword(id: string, passwordHash: string): boolean {
    return this.#accounts.get(id)?.passwordHash === passwordHash;
  }

  async setLanguage(id: string, language: string): Promise<boolean> {
    const account = this.#accounts.get(id);
    if (account === undefined) return false;
    this.#accounts.set(id, { ...account, language });
    return true;
  }

  async pairwiseSecret(id: string, drawn: string): Promise<string | undefined> {
    if (!this.#accounts.has(id)) return undefined;
    const secret = this.#pairwiseSecrets.get(id) ?? drawn;
    this.#pairwiseSecrets.set(id, secret);
    return secret;
  }

  async manage({ id, ground, act, at }: Management): Promise<'done' | NotManaged> {
    const verdict = this.#judge(id, ground, act === 'unmake-admin' || act === 'disable');
    const account = this.#accounts.get(id);
    if (verdict !== 'allowed' || account === undefined) return verdict === 'allowed' ? 'no-account' : verdict;
    switch (act) {
      case 'make-admin':
      case 'unmake-admin':
        this.#accounts.set(id, { ...account, isAdmin: act === 'make-admin' });
        return 'done';
      case 'enable':
        if (account.isDisabled) this.#setEnd(account, at);
        return 'done';
      case 'disable':
        this.#setEnd(account, disabledForGood);
        this.#data.endSignIns(id);
        return 'done';
      case 'end-sign-ins':
        await this.endSignIns(id, at);
        return 'done';
    }
  }

  async endSignIns(id: string, at: number): Promise<boolean> {
    const account = this.#accounts.get(id);
    if (account === undefined) return false;
    this.#setEnd(account, laterEnd(this.#ends.get(id) ?? null, at));
    this.#data.endSignIns(id);
    return true;
  }

  /** Whether the person of an account was signed out everywhere at an instant or later. */
  hasEndedWithAll(id: string, at: number): boolean {
    return endedWithAll(at, this.#ends.get(id) ?? null);
  }

  async wasSignedOutSince(id: string, at: number): Promise<boolean> {
    return this.hasEndedWithAll(id, at);
  }

  async remove(id: string, ground: RemovalGround): Promise<AccountRemoved> {
    const verdict =
      ground.by === 'admin'
        ? this.#judge(id, ground, true)
        : judgeRemoval({
            account: this.#accounts.get(id),
            shownPassword: ground.by === 'person' ? ground.passwordHash : null,
            hasOtherAdmin: this.#hasOtherAdmin(id),
          });
    if (verdict !== 'remove' && verdict !== 'allowed') return verdict;
    this.#forgetNames(id);
    this.#data.endSignIns(id);
    this.#data.forgetPasskeys(id);
    this.#data.forget(id);
    this.#accounts.delete(id);
    this.#ends.delete(id);
    this.#pairwiseSecrets.delete(id);
    return 'removed';
  }

  async setSetupToken(token: SetupToken): Promise<void> {
    this.#setupToken = token;
  }

  async isSetupToken(hash: string, now: number): Promise<boolean> {
    return this.#isSetupToken(hash, now);
  }

  async addInvite(invite: Invite): Promise<void> {
    if (this.#invites.has(invite.hash)) throw new Error('There is an invite with this hash already.');
    this.#invites.set(invite.hash, invite);
  }

  async invite(hash: string, now: number): Promise<Invite | undefined> {
    return this.#usable(hash, now);
  }

  /** Forgets up to `limit` invites that were over before `before`. Returns how many. */
  sweepInvites(before: number, limit: number): number {
    const over = [...this.#invites.values()].filter((invite) => invite.expiresAt < before).slice(0, limit);
    for (const invite of over) this.#invites.delete(invite.hash);
    return over.length;
  }

  #judge(id: string, ground: OperatorGround, losesRole: boolean): 'allowed' | NotManaged {
    const managing = {
      ground,
      isByAdmin: ground.by === 'admin' && this.#isAdminNow(ground.admin),
      account: this.#accounts.get(id),
      hasOtherAdmin: this.#hasOtherAdmin(id),
    };
    return judgeManaging(managing, losesRole);
  }

  #isAdminNow(id: string): boolean {
    const account = this.#accounts.get(id);
    return account?.isAdmin === true && !account.isDisabled;
  }

  #hasOtherAdmin(id: string): boolean {
    return [...this.#accounts.values()].some((other) => other.isAdmin && !other.isDisabled && other.id !== id);
  }

  #setEnd(account: Account, endedAt: number): void {
    this.#ends.set(account.id, endedAt);
    this.#accounts.set(account.id, { ...account, isDisabled: isDisabled(endedAt) });
  }

  #ownersOf(names: AccountNames): NameOwners {
    const { username, email } = foldNames(names);
    return { username: this.#names.get(username), email: email === null ? undefined : this.#names.get(email) };
  }

  #put(account: Account): void {
    this.#accounts.set(account.id, account);
    for (const name of Object.values(foldNames(account))) if (name !== null) this.#names.set(name, account.id);
  }

  #forgetNames(id: string): void {
    for (const [name, owner] of this.#names) if (owner === id) this.#names.delete(name);
  }

  #isSetupToken(hash: string, now: number): boolean {
    return this.#setupToken?.hash === hash && !hasExpired(this.#setupToken.expiresAt, now);
  }

  #usable(hash: string, now: number): Invite | undefined {
    const invite = this.#invites.get(hash);
    return invite === undefined || hasExpired(invite.expiresAt, now) ? undefined : invite;
  }
}
