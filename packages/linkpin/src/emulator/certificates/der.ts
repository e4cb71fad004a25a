// Pure: writes DER (ITU-T X.690), as much of it as a certificate needs.

/** A value with its tag and length. */
export type Der = Buffer;

/** @param tag the identifier octet */
function tagged(tag: number, ...parts: readonly Uint8Array[]): Der {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export const sequence = (...parts: readonly Der[]): Der => tagged(0x30, ...parts);
export const set = (...parts: readonly Der[]): Der => tagged(0x31, ...parts);
export const octets = (content: Uint8Array): Der => tagged(0x04, content);
export const utf8 = (text: string): Der => tagged(0x0c, Buffer.from(text));
export const truth: Der = tagged(0x01, Buffer.from([0xff]));

/** Context-specific and constructed: `[number] EXPLICIT`. */
export const explicit = (number: number, ...parts: readonly Der[]): Der => tagged(0xa0 | number, ...parts);
/** Context-specific and primitive: `[number] IMPLICIT` of a string. */
export const implicit = (number: number, content: Uint8Array): Der => tagged(0x80 | number, content);

/** @param bytes a number as DER has it: in as few octets as there can be, the first bit 0 if it is not negative */
export const integer = (bytes: Uint8Array): Der => tagged(0x02, bytes);

/** @param unused how many bits of the last octet are none */
export const bits = (content: Uint8Array, unused = 0): Der => tagged(0x03, Buffer.from([unused]), content);

/** An object identifier in its dotted form. */
export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): readonly number[] {
  const groups = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
  return groups;
}

/** UTCTime, which certificates use until 2049 (RFC 5280 §4.1.2.5), and GeneralizedTime after it. Whole seconds. */
export function time(milliseconds: number): Der {
  const text = new Date(milliseconds).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return text < '2050' ? tagged(0x17, Buffer.from(text.slice(2))) : tagged(0x18, Buffer.from(text));
}

/** PEM, without an empty last line: OpenSSL refuses a chain that has one (RFC 7468). */
export function pem(label: string, der: Der): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
