// Writes MaxMind DB files (format version 2.0), to test the reader with real files.
import { isIP } from 'node:net';

/** A value in the database. Numbers are written as doubles, integers up to 2^32 as integers. */
export type MmdbValue = string | number | boolean | readonly MmdbValue[] | { readonly [key: string]: MmdbValue };

/** A file to write. */
export interface MmdbFile {
  readonly type: string;
  /** With 6, IPv4 networks are placed under ::/96 as the format requires. */
  readonly ipVersion: 4 | 6;
  /** Bits per record of a tree node. */
  readonly recordSize: 24 | 28 | 32;
  /** The value of each CIDR network; networks must not overlap. */
  readonly networks: Readonly<Record<string, MmdbValue>>;
}

const types = { string: 2, double: 3, uint16: 5, uint32: 6, map: 7, uint64: 9, array: 11, boolean: 14 };

/** Encodes the control bytes of a value: type and size. Types above 7 need an extra byte. */
function control(type: number, size: number): Buffer {
  const [short, more] =
    size < 29 ? [size, []] : size < 285 ? [29, [size - 29]] : [30, [(size - 285) >> 8, (size - 285) & 0xff]];
  return Buffer.from(type > 7 ? [short, type - 7, ...more] : [(type << 5) | short, ...more]);
}

function integer(type: number, value: number, length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return Buffer.concat([control(type, length), bytes.subarray(8 - length)]);
}

function encode(value: MmdbValue): Buffer {
  if (typeof value === 'boolean') return control(types.boolean, value ? 1 : 0);
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([control(types.string, bytes.length), bytes]);
  }
  if (typeof value === 'number') {
    if (Number.isInteger(value) && value >= 0 && value < 2 ** 32) return integer(types.uint32, value, 4);
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    return Buffer.concat([control(types.double, 8), bytes]);
  }
  if (Array.isArray(value)) {
    const items = value as readonly MmdbValue[];
    return Buffer.concat([control(types.array, items.length), ...items.map(encode)]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([control(types.map, entries.length), ...entries.flat().map(encode)]);
}

/** A network as a string of bits, most significant first. */
function bitsOf(network: string, ipVersion: 4 | 6): string {
  const [address = '', length] = network.split('/');
  const v4 = isIP(address) === 4;
  const parts = v4 ? address.split('.') : new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text = '') => (text === '' ? [] : text.split(':'));
  const [left, right] = [groups(parts[0]), groups(parts[1])];
  const hex = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
  const binary = (text: string, radix: number, width: number) =>
    Number.parseInt(text, radix).toString(2).padStart(width, '0');
  const bits = v4
    ? parts.map((part) => binary(part, 10, 8)).join('')
    : hex.map((group) => binary(group, 16, 16)).join('');
  const below = v4 && ipVersion === 6 ? '0'.repeat(96) : '';
  return below + bits.slice(0, Number(length));
}

/** A record of a node: another node, an offset in the data, or nothing. */
type Half = { node: number } | { data: number } | undefined;

function packNode([left, right]: readonly [number, number], recordSize: 24 | 28 | 32): Buffer {
  const bytes = Buffer.alloc(recordSize / 4);
  if (recordSize === 32) {
    bytes.writeUInt32BE(left);
    bytes.writeUInt32BE(right, 4);
  } else {
    bytes.writeUIntBE(left & 0xff_ffff, 0, 3);
    bytes.writeUIntBE(right & 0xff_ffff, bytes.length - 3, 3);
    if (recordSize === 28) bytes[3] = ((left >>> 24) << 4) | (right >>> 24);
  }
  return bytes;
}

/** Encodes a database file. */
export function writeMmdb({ type, ipVersion, recordSize, networks }: MmdbFile): Buffer {
  const nodes: [Half, Half][] = [[undefined, undefined]];
  const data: Buffer[] = [];
  let dataLength = 0;
  for (const [network, value] of Object.entries(networks)) {
    const bits = [...bitsOf(network, ipVersion)].map(Number);
    let at = 0;
    bits.forEach((bit, depth) => {
      const node = nodes[at] ?? [undefined, undefined];
      const side = bit === 0 ? 0 : 1;
      const next = node[side];
      if (depth === bits.length - 1) node[side] = { data: dataLength };
      else if (next !== undefined && 'node' in next) at = next.node;
      else at = (node[side] = { node: nodes.push([undefined, undefined]) - 1 }).node;
    });
    const bytes = encode(value);
    data.push(bytes);
    dataLength += bytes.length;
  }
  const pointer = (half: Half): number => {
    if (half === undefined) return nodes.length;
    return 'node' in half ? half.node : nodes.length + 16 + half.data;
  };
  const metadata = Object.entries({
    node_count: integer(types.uint32, nodes.length, 4),
    record_size: integer(types.uint16, recordSize, 2),
    ip_version: integer(types.uint16, ipVersion, 2),
    database_type: encode(type),
    languages: encode(['en']),
    binary_format_major_version: integer(types.uint16, 2, 2),
    binary_format_minor_version: integer(types.uint16, 0, 2),
    build_epoch: integer(types.uint64, 1_780_000_000, 8),
    description: encode({ en: 'written for a test' }),
  });
  return Buffer.concat([
    ...nodes.map(([left, right]) => packNode([pointer(left), pointer(right)], recordSize)),
    Buffer.alloc(16),
    ...data,
    Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'),
    control(types.map, metadata.length),
    ...metadata.flatMap(([key, value]) => [encode(key), value]),
  ]);
}
