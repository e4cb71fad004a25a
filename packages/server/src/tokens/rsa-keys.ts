import { checkPrime, createPrivateKey, hkdfSync } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { SecretKey } from './keys.ts';
import type { SigningKey } from './signing-keys.ts';

/** The RSA keys that ID tokens are signed with by default, derived from the service's secret keys. */
export interface RsaKeys {
  /** The newest key: it signs. */
  readonly current: SigningKey;
  /** The public halves of all of them, for a JWKS. */
  readonly publicKeys: readonly JWK[];
}

/** Bytes of a prime: a modulus has 2048 bits. */
const primeBytes = 128;

const exponent = 65_537n;

/** So many candidates are tried side by side, on threads of their own. */
const batch = 16;

const isPrime = promisify(checkPrime) as (candidate: bigint) => Promise<boolean>;

const numberFrom = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);

/** Both upper bits are set, so that the product of two has all its bits (FIPS 186-5 A.1.3). */
function candidateFrom(secret: Buffer, name: string, index: number): bigint {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', `linkpin sign openid RS256 ${name} ${index}`, primeBytes));
  bytes.writeUInt8(bytes.readUInt8(0) | 0xc0, 0);
  return numberFrom(bytes) | 1n;
}

/** The first candidate that is a prime p with p - 1 prime to the exponent: the same one in every process with the secret. */
async function primeFrom(secret: Buffer, name: 'p' | 'q'): Promise<bigint> {
  for (let from = 0; ; from += batch) {
    const candidates = Array.from({ length: batch }, (_, index) => candidateFrom(secret, name, from + index));
    const verdicts = await Promise.all(candidates.map((candidate) => isPrime(candidate)));
    const found = candidates.find((candidate, index) => verdicts[index] === true && (candidate - 1n) % exponent !== 0n);
    if (found !== undefined) return found;
  }
}

/** The number that gives 1 with `number`, modulo `modulus`, by Euclid's algorithm; both are prime to each other. */
function inverseOf(number: bigint, modulus: bigint): bigint {
  let [rest, nextRest] = [modulus, number % modulus];
  let [factor, nextFactor] = [0n, 1n];
  while (nextRest !== 0n) {
    const times = rest / nextRest;
    [rest, nextRest] = [nextRest, rest - times * nextRest];
    [factor, nextFactor] = [nextFactor, factor - times * nextFactor];
  }
  return ((factor % modulus) + modulus) % modulus;
}

function textOf(number: bigint): string {
  const hex = number.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}

async function keyFrom(secret: Buffer): Promise<{ readonly key: SigningKey; readonly publicKey: JWK }> {
  const [p, q] = await Promise.all([primeFrom(secret, 'p'), primeFrom(secret, 'q')]);
  const d = inverseOf(exponent, (p - 1n) * (q - 1n));
  const parts = { n: p * q, e: exponent, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverseOf(q, p) };
  const whole = Object.fromEntries(Object.entries(parts).map(([name, number]) => [name, textOf(number)]));
  const privateKey = createPrivateKey({ key: { kty: 'RSA', ...whole }, format: 'jwk' });
  const jwk: JWK = { kty: 'RSA', n: textOf(parts.n), e: textOf(exponent) };
  const kid = await calculateJwkThumbprint(jwk);
  return {
    key: { kid, algorithm: 'RS256', privateKey },
    publicKey: { ...jwk, kid, use: 'sig', alg: 'RS256' },
  };
}

/**
 * Derives an RSA key of 2048 bits from each secret key, so that all processes have the same ones and none has to be kept. It
 * takes about a tenth of a second each, most of it beside the event loop.
 *
 * @param ring the newest key first
 * @throws {TypeError} when the ring is empty
 */
export async function createRsaKeys(ring: readonly SecretKey[]): Promise<RsaKeys> {
  const made = await Promise.all(ring.map(({ secret }) => keyFrom(Buffer.from(secret, 'base64url'))));
  const [newest] = made;
  if (newest === undefined) throw new TypeError('No secret key to derive an RSA key from.');
  return { current: newest.key, publicKeys: made.map(({ publicKey }) => publicKey) };
}
