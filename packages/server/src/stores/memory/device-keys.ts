import { givesWay, belongsToAnother, judgeNewKey, keysToTry } from '../../domain/device-key.ts';
import type { DeviceKeys, KeyRegistered, RegisteredKey } from '../../service/ports/device-keys.ts';

/** Device keys in memory; see `MemoryPins`. */
export class MemoryDeviceKeys implements DeviceKeys {
  #keys: readonly RegisteredKey[] = [];
  readonly #isLiveGrant: (grantId: string) => boolean;

  /** @param isLiveGrant whether a grant is there and was not revoked */
  constructor(isLiveGrant: (grantId: string) => boolean) {
    this.#isLiveGrant = isLiveGrant;
  }

  async register(key: RegisteredKey, proven: boolean): Promise<KeyRegistered> {
    const verdict = judgeNewKey({
      isGrantLive: this.#isLiveGrant(key.grantId),
      isTaken: this.#keys.some((one) => belongsToAnother(one, key)),
      isProven: proven,
    });
    if (verdict === 'ok') this.#keys = [key, ...this.#keys.filter((one) => !givesWay(one, key))];
    return verdict;
  }

  async listOf(clientId: string, kid: string): Promise<readonly RegisteredKey[]> {
    return keysToTry(
      this.#keys.filter((key) => key.clientId === clientId),
      kid,
    );
  }

  async ofGrant(grantId: string, clientId: string): Promise<RegisteredKey | undefined> {
    return this.#keys.find((key) => key.grantId === grantId && key.clientId === clientId);
  }

  /** Forgets the keys of a grant. */
  forgetGrant(grantId: string): void {
    this.#keys = this.#keys.filter((key) => key.grantId !== grantId);
  }
}
