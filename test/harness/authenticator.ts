// An authenticator in software, which also answers as none in order would: for what has to be refused. Whether real ones are
// accepted, Chromium's tells in test/browser.
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** What an answer has instead of what it should. */
export interface Forgery {
  /** The origin that the browser says. */
  readonly origin?: string;
  /** The relying party's id that the authenticator knows. */
  readonly domain?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  /** Whether the person was verified, and there. */
  readonly verified?: boolean;
  readonly present?: boolean;
  /** What the authenticator counts. */
  readonly counter?: number;
  readonly handle?: string | null;
  readonly format?: string;
  /** Signs with another key. */
  readonly key?: KeyObject;
}

interface CreationOptions {
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
  readonly challenge: string;
}

interface RequestOptions {
  readonly rpId: string;
  readonly challenge: string;
}

const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

/** A CBOR text or byte string (RFC 8949 §3.1) of less than 65536 bytes. */
function cbor(value: string | Uint8Array): Buffer {
  const [major, bytes] = typeof value === 'string' ? [0x60, Buffer.from(value)] : [0x40, Buffer.from(value)];
  if (bytes.length < 24) return Buffer.concat([Buffer.of(major + bytes.length), bytes]);
  return Buffer.concat([Buffer.of(major + 25, bytes.length >> 8, bytes.length & 255), bytes]);
}

/** A passkey of ES256 and the authenticator that has it. */
export class SoftwarePasskey {
  readonly id: string = randomBytes(16).toString('base64url');
  readonly key: KeyObject;
  readonly #x: Buffer;
  readonly #y: Buffer;
  readonly #origin: string;
  handle = '';

  /** @param origin of the page that it is asked from */
  constructor(origin: string) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    this.key = privateKey;
    this.#x = Buffer.from(x, 'base64url');
    this.#y = Buffer.from(y, 'base64url');
    this.#origin = origin;
  }

  /** Answers a registration, as JSON. */
  create(options: object, forgery: Forgery = {}): string {
    const { rp, user, challenge } = options as CreationOptions;
    this.handle = user.id;
    const id = Buffer.from(this.id, 'base64url');
    const cose = Buffer.concat([
      Buffer.of(0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32),
      this.#x,
      Buffer.of(0x22, 0x58, 32),
      this.#y,
    ]);
    const data = Buffer.concat([
      this.#data(rp.id, 0x40, forgery),
      Buffer.alloc(16),
      Buffer.of(id.length >> 8, id.length & 255),
      id,
      cose,
    ]);
    const attestation = Buffer.concat([
      Buffer.of(0xa3),
      cbor('fmt'),
      cbor(forgery.format ?? 'none'),
      cbor('attStmt'),
      Buffer.of(0xa0),
      cbor('authData'),
      cbor(data),
    ]);
    return this.#credential({
      clientDataJSON: this.#client('webauthn.create', challenge, forgery),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    });
  }

  /** Answers a request, as JSON. */
  get(options: object, forgery: Forgery = {}): string {
    const { rpId, challenge } = options as RequestOptions;
    const data = this.#data(rpId, 0, forgery);
    const clientDataJSON = this.#client('webauthn.get', challenge, forgery);
    const signed = Buffer.concat([data, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    const handle = forgery.handle === undefined ? this.handle : forgery.handle;
    return this.#credential({
      clientDataJSON,
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', signed, forgery.key ?? this.key).toString('base64url'),
      ...(handle === null ? {} : { userHandle: handle }),
    });
  }

  #data(rpId: string, more: number, { domain = rpId, verified = true, present = true, counter = 0 }: Forgery): Buffer {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const flags = more + (present ? 1 : 0) + (verified ? 4 : 0);
    return Buffer.concat([sha256(domain), Buffer.of(flags), count]);
  }

  #client(type: string, challenge: string, forgery: Forgery): string {
    const client = {
      type: forgery.type ?? type,
      challenge: forgery.challenge ?? challenge,
      origin: forgery.origin ?? this.#origin,
      crossOrigin: forgery.crossOrigin ?? false,
    };
    return Buffer.from(JSON.stringify(client)).toString('base64url');
  }

  #credential(response: object): string {
    return JSON.stringify({ id: this.id, rawId: this.id, type: 'public-key', response, clientExtensionResults: {} });
  }
}
