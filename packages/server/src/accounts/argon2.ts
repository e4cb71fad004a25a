// The emulator loads this file on Node 22, which has no argon2 to import by name.
import crypto, { randomBytes, timingSafeEqual } from 'node:crypto';
import { noPasswordSalt } from '../domain/account.ts';

/** OWASP's second choice for argon2id: 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const saltLength = 16;
const tagLength = 32;

/** A parsed argon2id hash; `memory` in KiB. */
interface Digest {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

const phc = /^\$argon2id\$v=19\$m=(\d{1,8}),t=(\d{1,4}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{11,86})$/;
const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

function parse(text: string): Digest | undefined {
  const [, memory, passes, parallelism, salt = '', tag = ''] = phc.exec(text) ?? [];
  if (memory === undefined) return undefined;
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

/** Whether this Node.js has argon2: 24.7 and later do. */
export const isArgon2There = (): boolean => typeof crypto.argon2 === 'function';

function derive(message: string, { memory, passes, parallelism, salt, tag }: Digest): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parameters = { message, nonce: salt, memory, passes, parallelism, tagLength: tag.length };
    crypto.argon2('argon2id', parameters, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

/** Hashes with a new salt. @returns a PHC string, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash` */
export async function encode(message: string): Promise<string> {
  const salt = randomBytes(saltLength);
  const tag = await derive(message, { ...cost, salt, tag: Buffer.alloc(tagLength) });
  const { memory, passes, parallelism } = cost;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

/**
 * True when the message has this hash.
 *
 * @throws {TypeError} if the text is not an argon2id hash
 */
export async function matches(message: string, encoded: string): Promise<boolean> {
  const digest = parse(encoded);
  if (digest === undefined) throw new TypeError('A stored password hash is not argon2id in PHC form.');
  return timingSafeEqual(await derive(message, digest), digest.tag);
}

/**
 * Makes a hash that no password matches and that costs as much to check as any other: of an account without a password. No
 * two are equal, because the hash is the version of its account.
 */
export function unmatchable(): string {
  const { memory, passes, parallelism } = cost;
  const [salt, tag] = [Buffer.from(noPasswordSalt, 'base64'), randomBytes(tagLength)];
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** The hash to check where there is no account, so that the response takes as long. */
export const nobody: string = unmatchable();
