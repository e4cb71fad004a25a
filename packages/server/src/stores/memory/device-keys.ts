import { triedKeys, type DeviceKeys, type KeyRegistered, type RegisteredKey } from '../../service/ports/device-keys.ts';

/** Device keys in memory; see `MemoryPins`. */
export class MemoryDeviceKeys implements DeviceKeys {
  #keys: readonly RegisteredKey[] = [];
  readonly #isLiveGrant: (grantId: string) => boolean;

  /** @param isLiveGrant whether a grant is there and was not revoked */
  constructor(isLiveGrant: (grantId: string) => boolean) {
    this.#isLiveGrant = isLiveGrant;
  }

  async register(key: RegisteredKey, proven: boolean): Promise<KeyRegistered> {
    const { grantId, account, clientId, thumbprint } = key;
    if (!this.#isLiveGrant(grantId)) return 'no-grant';
    const isForeign = (one: RegisteredKey): boolean =>
      one.account !== account && (one.clientId === clientId || one.thumbprint === thumbprint);
    if (!proven && this.#keys.some(isForeign)) return 'taken';
    const givesWay = (one: RegisteredKey): boolean =>
      one.clientId === clientId && (one.thumbprint === thumbprint || one.grantId === grantId);
    this.#keys = [key, ...this.#keys.filter((one) => !givesWay(one))];
    return 'ok';
  }

  async listOf(clientId: string, kid: string): Promise<readonly RegisteredKey[]> {
    const named = (key: RegisteredKey): number => (key.kid === kid ? 1 : 0);
    return this.#keys
      .filter((key) => key.clientId === clientId)
      .sort((one, other) => named(other) - named(one) || other.registeredAt - one.registeredAt)
      .slice(0, triedKeys);
  }

  async ofGrant(grantId: string, clientId: string): Promise<RegisteredKey | undefined> {
    return this.#keys.find((key) => key.grantId === grantId && key.clientId === clientId);
  }

  /** Forgets the keys of a grant. */
  forgetGrant(grantId: string): void {
    this.#keys = this.#keys.filter((key) => key.grantId !== grantId);
  }
}
