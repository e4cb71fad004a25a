import { badOption } from '../errors.ts';
import type { SavedDeviceSignIn } from '../oauth-sign-in.ts';
import type { SavedPlexPin } from '../plex-saved.ts';

/** A sign-in as `save` gives it and `resume` takes it. */
export type SavedSignIn = SavedPlexPin | SavedDeviceSignIn;

/** One secret or several; the first seals, and each of them opens, so that a new one can be put in front. */
export type CookieSecrets = string | readonly string[];

// What browsers keep of a cookie, name and attributes included, is 4,096 bytes.
const longest = 3800;
const nonceBytes = 12;
const context = new TextEncoder().encode('linkpin.cookie.1');

const toText = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

const toBytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));

const keyOf = async (secret: string): Promise<CryptoKey> => {
  const material = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'HKDF', false, ['deriveKey']);
  const derivation = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: context };
  return crypto.subtle.deriveKey(derivation, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
};

const secretsOf = (secrets: CookieSecrets): readonly string[] => {
  const all = typeof secrets === 'string' ? [secrets] : secrets;
  if (all.length === 0 || all.some((secret) => secret.length < 32)) throw badOption('no secret of 32 characters');
  return all;
};

/**
 * Makes a secret for {@link sealForCookie}: 256 random bits. Make it once, and keep it where the other secrets of the
 * server are.
 */
export const makeCookieSecret = (): string => toText(crypto.getRandomValues(new Uint8Array(32)));

/**
 * Encrypts a sign-in for a cookie (AES-256-GCM), so that a server can forget it between two requests. Whoever has the
 * cookie has the sign-in, but can neither read nor change it. Set it with `HttpOnly`, `Secure` and `SameSite=Lax`.
 *
 * @param saved - what `save` gave
 * @param secrets - each at least 32 characters that nobody can guess
 * @returns characters that a cookie may hold
 * @throws LinkpinClientError `bad_option` for a short secret, or if a cookie cannot hold so much
 */
export const sealForCookie = async (saved: SavedSignIn, secrets: CookieSecrets): Promise<string> => {
  const [first = ''] = secretsOf(secrets);
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const algorithm = { name: 'AES-GCM', iv: nonce, additionalData: context };
  const sealed = await crypto.subtle.encrypt(
    algorithm,
    await keyOf(first),
    new TextEncoder().encode(JSON.stringify(saved)),
  );
  const text = toText(new Uint8Array([...nonce, ...new Uint8Array(sealed)]));
  if (text.length > longest) throw badOption('too long for a cookie');
  return text;
};

/**
 * Decrypts what {@link sealForCookie} made. Give it to `resume`, which checks that it is for that server and client.
 *
 * @param text - the cookie's value; may be anything that somebody sends
 * @param now - milliseconds since the epoch
 * @returns null if it was not made here, was changed, or its code has expired
 * @throws LinkpinClientError `bad_option` for a short secret
 */
export const unsealFromCookie = async <Saved extends SavedSignIn = SavedSignIn>(
  text: string | null | undefined,
  secrets: CookieSecrets,
  now: number = Date.now(),
): Promise<Saved | null> => {
  for (const secret of secretsOf(secrets)) {
    try {
      const bytes = toBytes(text ?? '');
      const algorithm = { name: 'AES-GCM', iv: bytes.subarray(0, nonceBytes), additionalData: context };
      const opened = await crypto.subtle.decrypt(algorithm, await keyOf(secret), bytes.subarray(nonceBytes));
      const saved = JSON.parse(new TextDecoder().decode(opened)) as Saved;
      return saved.expiresAt > now ? saved : null;
    } catch {
      // of another secret, or of nobody here
    }
  }
  return null;
};
