import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../service/ports/clock.ts';
import type { Nonces } from '../service/ports/nonces.ts';
import type { Random } from '../service/ports/random.ts';
import type { SecretKey } from './keys.ts';

/**
 * The first half of a nonce is the second it was made in and 28 random bits, the other a MAC of 62 bits over it.
 *
 * @param ring the newest key first: it makes nonces, those of all are accepted
 */
export function createNonces(ring: readonly SecretKey[], clock: Clock, random: Random): Nonces {
  let derived: readonly Buffer[] | undefined;
  const keys = (): readonly Buffer[] =>
    (derived ??= ring.map(({ secret }) =>
      Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', 'linkpin plex nonce', 32)),
    ));
  const sealed = (key: Buffer, head: Buffer): Buffer => {
    const mac = createHmac('sha256', key).update(head).digest().subarray(0, 8);
    mac[0] = ((mac[0] ?? 0) & 0x3f) | 0x80;
    return Buffer.concat([head, mac]);
  };
  return {
    make() {
      const head = Buffer.alloc(8);
      head.writeUInt32BE(Math.floor(clock.now() / 1000));
      head.set(random.bytes(4), 4);
      head[6] = ((head[6] ?? 0) & 0x0f) | 0x80;
      const hex = sealed(keys()[0] ?? Buffer.alloc(0), head).toString('hex');
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    },
    madeAt(nonce) {
      if (!/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(nonce)) return undefined;
      const bytes = Buffer.from(nonce.replaceAll('-', ''), 'hex');
      const head = bytes.subarray(0, 8);
      return keys().some((key) => timingSafeEqual(sealed(key, head), bytes)) ? head.readUInt32BE() * 1000 : undefined;
    },
  };
}
