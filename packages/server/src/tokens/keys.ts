import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import type { Keys, SealPurpose } from '../service/ports/keys.ts';

/** One secret key: 256 random bits with a name. */
export interface SecretKey {
  /** Key id: `[0-9A-Za-z_-]{1,32}`. It is stored with everything that the key made. */
  readonly kid: string;
  /** 32 bytes, base64url. */
  readonly secret: string;
}

/** A fresh key with a random kid. */
export function makeSecretKey(): SecretKey {
  return { kid: randomBytes(6).toString('hex'), secret: randomBytes(32).toString('base64url') };
}

const tokenSymbols = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const tokenLength = 20;

/** The first 20 base-62 digits of a 256-bit number: indistinguishable from uniform. */
function base62(bytes: Buffer): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let index = 0; index < tokenLength; index += 1) {
    text += tokenSymbols[Number(rest % 62n)];
    rest /= 62n;
  }
  return text;
}

/** AES-256-GCM: nonce, tag and ciphertext, base64url. */
function encrypt(key: KeyObject, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
}

/** Reverses {@link encrypt}. Undefined if the key is another or a byte was changed. */
function decrypt(key: KeyObject, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < 28) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(bytes.subarray(12, 28));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}

const keyFrom = (secret: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'linkpin seal with', 32)));

/**
 * The service's keys from the operator's key material.
 *
 * @param ring the newest key first: it signs and seals, all of them verify and open
 * @throws {TypeError} when the ring is empty, a kid is malformed or repeated, or a secret is not 32 bytes
 */
export function createKeys(ring: readonly SecretKey[]): Keys {
  const [newest] = ring;
  if (newest === undefined) throw new TypeError('No secret key. Give at least one, or let linkpin make a key file.');
  const secrets = new Map<string, Buffer>();
  for (const { kid, secret } of ring) {
    const bytes = Buffer.from(secret, 'base64url');
    if (!/^[\w-]{1,32}$/.test(kid)) throw new TypeError('A key id must be 1 to 32 letters, digits, "_" or "-".');
    if (secrets.has(kid)) throw new TypeError(`The key id ${kid} stands twice among the keys.`);
    if (bytes.length !== 32) throw new TypeError(`The key ${kid} must be 32 bytes in base64url.`);
    secrets.set(kid, bytes);
  }

  const derived = new Map<string, KeyObject>();
  const keyFor = (kid: string, use: string): KeyObject | undefined => {
    const secret = secrets.get(kid);
    if (secret === undefined) return undefined;
    const name = `${kid} ${use}`;
    let key = derived.get(name);
    if (key === undefined) {
      key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', `linkpin ${use}`, 32)));
      derived.set(name, key);
    }
    return key;
  };
  const mac = (kid: string, use: string, text: string): Buffer | undefined => {
    const key = keyFor(kid, use);
    return key && createHmac('sha256', key).update(text).digest();
  };

  return {
    current: newest.kid,
    codeLookups: (foldedCode) =>
      ring.map(({ kid }) => `${kid}.${mac(kid, 'code look-up', foldedCode)?.toString('base64url')}`),
    seal: (purpose, text) => `${newest.kid}.${encrypt(keyFor(newest.kid, `seal ${purpose}`) as KeyObject, text)}`,
    unseal(purpose: SealPurpose, sealed) {
      const [kid = '', body = ''] = sealed.split('.', 2);
      const key = keyFor(kid, `seal ${purpose}`);
      return key && decrypt(key, body);
    },
    sealWith: (secret, text) => encrypt(keyFrom(secret), text),
    unsealWith: (secret, sealed) => decrypt(keyFrom(secret), sealed),
    deriveToken(keyId, grantId, salt) {
      const digest = mac(keyId, 'plex token', `${grantId}.${salt}`);
      return digest && base62(digest);
    },
    deriveSecret: (use, keyId, grantId, salt) => mac(keyId, use, `${grantId}.${salt}`)?.toString('base64url'),
    deriveNumber: (use, text, below) => (mac(newest.kid, use, text) as Buffer).readUInt32BE() % below,
    keyedHash: (use, text) => (mac(newest.kid, `mark ${use}`, text) as Buffer).toString('base64url'),
    hash: (secret) => hash('sha256', secret, 'base64url'),
    hashWith: (secret, text) => createHmac('sha256', secret).update(text).digest('base64url'),
  };
}
