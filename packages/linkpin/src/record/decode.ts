import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';

/** More than this of a body, decoded, is not kept, in bytes. */
export const mostBytes: number = 1024 * 1024;

const decoders: Readonly<Record<string, (content: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
};

/**
 * Decodes a body.
 *
 * @param coding the value of Content-Encoding
 * @returns undefined for what cannot be decoded, or becomes too long
 */
export async function decode(content: Buffer, coding: string | undefined): Promise<Buffer | undefined> {
  const name = coding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return content;
  const decoder = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
  return decoder?.(content, { maxOutputLength: mostBytes }).catch(() => undefined);
}
