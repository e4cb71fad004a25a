import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import {
  bits,
  explicit,
  implicit,
  integer,
  octets,
  oid,
  pem,
  sequence,
  set,
  time,
  truth,
  utf8,
  type Der,
} from './der.ts';

/** A key and its certificate, as Node's servers take them. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
  /** SHA-256 of its public key (SPKI), in base64: how Chromium is told to take it. */
  readonly spkiHash: string;
}

/** A certificate authority that lives in this process alone: its key is never written. */
export interface Authority {
  /** Its certificate, PEM. */
  readonly cert: string;
  /** The same, DER. */
  readonly der: Buffer;
  /** Issues a certificate for a TLS server with these names, and a key of its own by default. */
  issue(names: readonly string[], keyPair?: KeyPair): Identity;
}

/** What clients trust it for: this name and those below it (RFC 5280 §4.2.1.10). */
const permitted = 'plex.tv';

/** How long a certificate is valid, in milliseconds. */
const life = 24 * 60 * 60 * 1000;

/** A client whose clock is behind takes it all the same, in milliseconds. */
const slack = 5 * 60 * 1000;

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));

const extension = (id: string, value: Der, isCritical = false): Der =>
  sequence(oid(`2.5.29.${id}`), ...(isCritical ? [truth] : []), octets(value));

const nameOf = (text: string): Der => sequence(set(sequence(oid('2.5.4.3'), utf8(text))));

/** RFC 5280 §4.2.1.2, method 1. */
const keyIdOf = (spki: Buffer): Buffer =>
  createHash('sha1')
    .update(spki.subarray(spki.length - pointLength))
    .digest();

/** An uncompressed point of P-256. */
const pointLength = 65;

/** No address at all: `0.0.0.0/0` and `::/0`. */
const everyAddress = [4, 16].map((length) => sequence(implicit(7, Buffer.alloc(length * 2))));

const nameConstraints = sequence(
  explicit(0, sequence(implicit(2, Buffer.from(permitted)))),
  explicit(1, ...everyAddress),
);

/** Key usage: `keyCertSign` and `cRLSign`; `digitalSignature`. */
const certSign = bits(Buffer.from([0b0000_0110]), 1);
const digitalSignature = bits(Buffer.from([0b1000_0000]), 7);
const serverAuth = sequence(oid('1.3.6.1.5.5.7.3.1'));

interface Draft {
  readonly issuer: string;
  readonly subject: string;
  readonly spki: Buffer;
  readonly extensions: readonly Der[];
}

function certificate({ issuer, subject, spki, extensions }: Draft, signer: KeyObject, now: number): Buffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40; // positive, and sixteen octets in DER
  const begin = now - slack;
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serial),
    ecdsaWithSha256,
    nameOf(issuer),
    sequence(time(begin), time(begin + life)),
    nameOf(subject),
    spki,
    explicit(3, sequence(...extensions)),
  );
  return sequence(toBeSigned, ecdsaWithSha256, bits(sign('sha256', toBeSigned, signer)));
}

/** A key pair; its private half is never written. */
export interface KeyPair {
  readonly key: KeyObject;
  readonly spki: Buffer;
}

/** Makes a key pair (P-256). */
export function makeKeyPair(): KeyPair {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { key: privateKey, spki: publicKey.export({ type: 'spki', format: 'der' }) };
}

/**
 * Creates an authority whose certificates clients take for `plex.tv` and names below it, and for no other name and no
 * address. It and they are valid for a day.
 *
 * @param now milliseconds since the epoch
 * @param own its key: with that of another, clients that trust either take what both issue
 */
export function createAuthority(now: number = Date.now(), own: KeyPair = makeKeyPair()): Authority {
  const { key, spki } = own;
  const keyId = keyIdOf(spki);
  // Two authorities in one trust store are told from each other by their names.
  const name = `linkpin emulator ${keyId.toString('hex').slice(0, 8)}`;
  const der = certificate(
    {
      issuer: name,
      subject: name,
      spki,
      extensions: [
        extension('19', sequence(truth, integer(Buffer.from([0]))), true),
        extension('15', certSign, true),
        extension('14', octets(keyId)),
        extension('30', nameConstraints, true),
      ],
    },
    key,
    now,
  );
  return {
    cert: pem('CERTIFICATE', der),
    der,
    issue(names, keyPair = makeKeyPair()) {
      const leaf = certificate(
        {
          issuer: name,
          subject: names[0] ?? '',
          spki: keyPair.spki,
          extensions: [
            extension('15', digitalSignature, true),
            extension('37', serverAuth),
            extension('17', sequence(...names.map((one) => implicit(2, Buffer.from(one))))),
            extension('14', octets(keyIdOf(keyPair.spki))),
            extension('35', sequence(implicit(0, keyId))),
          ],
        },
        key,
        now,
      );
      return {
        key: keyPair.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
        cert: pem('CERTIFICATE', leaf),
        spkiHash: createHash('sha256').update(keyPair.spki).digest('base64'),
      };
    },
  };
}
