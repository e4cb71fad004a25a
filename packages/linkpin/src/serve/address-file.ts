import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isLoopback, type Settings } from '@linkpin/server';
import { systemCode } from '../failure.ts';

const fileIn = (data: string): string => join(resolve(data), 'address.json');

/**
 * Stores the service's URL, for commands that print links.
 *
 * @returns a warning if it cannot be stored, else undefined
 */
export function storeAddress(data: string, url: string): string | undefined {
  const file = fileIn(data);
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, `${JSON.stringify({ url })}\n`, { flag: 'wx', mode: 0o600 });
    renameSync(draft, file);
    return undefined;
  } catch (error) {
    rmSync(draft, { force: true });
    return `${file} cannot be written (${systemCode(error)}), so "linkpin invite" needs --public-url.`;
  }
}

/** The URL that the service stored, or undefined. */
function storedAddress(data: string): string | undefined {
  try {
    const { url } = JSON.parse(readFileSync(fileIn(data), 'utf8')) as { readonly url?: unknown };
    return typeof url === 'string' && /^https?:$/.test(URL.parse(url)?.protocol ?? '') ? url : undefined;
  } catch {
    return undefined;
  }
}

/** The base URL of printed links. */
export interface LinkBase {
  /** Without a trailing slash. */
  readonly url: string;
  /** True for a loopback URL, which only this machine can open. */
  readonly isLoopback: boolean;
}

/** The public URL, else the one that the service stored in its data folder, else its default. */
export function linkBase({ publicUrl, data, port }: Pick<Settings, 'publicUrl' | 'data' | 'port'>): LinkBase {
  const url = publicUrl ?? storedAddress(data) ?? `http://localhost:${port}`;
  return { url, isLoopback: isLoopback(new URL(url).hostname) };
}

/** The note next to a link that only opens on this machine. */
export const loopbackNote = 'It only opens on this machine: give --public-url with the address that people use.';
