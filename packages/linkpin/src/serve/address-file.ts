import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isLoopback, type Settings } from '@linkpin/server';
import { systemCode } from '../failure.ts';

const fileIn = (data: string): string => join(resolve(data), 'address.json');

/**
 * Stores the URL that people use, for commands that print links while the service runs or after it.
 *
 * @returns a sentence when it cannot be stored, which is no reason to stop; else undefined
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

/** The URL that the service stored; undefined when there is none. */
function storedAddress(data: string): string | undefined {
  try {
    const { url } = JSON.parse(readFileSync(fileIn(data), 'utf8')) as { readonly url?: unknown };
    return typeof url === 'string' && /^https?:$/.test(URL.parse(url)?.protocol ?? '') ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Where a link leads that a command prints. */
export interface LinkBase {
  /** No slash at the end. */
  readonly url: string;
  /** Nobody else's machine can open it. */
  readonly onlyHere: boolean;
}

/** The public URL, else the address that the service stored in its data folder, else where it would serve. */
export function linkBase({ publicUrl, data, port }: Pick<Settings, 'publicUrl' | 'data' | 'port'>): LinkBase {
  const url = publicUrl ?? storedAddress(data) ?? `http://127.0.0.1:${port}`;
  return { url, onlyHere: isLoopback(new URL(url).hostname) };
}

/** What to say beside a link that opens on this machine alone. */
export const onlyHereWords = 'It only opens on this machine: give --public-url with the address that people use.';
