import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSandbox, user } from './sandbox.ts';

/** Where Debian has the programs of PostgreSQL 15. */
export const programs = '/usr/lib/postgresql/15/bin';

/** An initialized data folder without a server, to be copied. */
export interface Template {
  readonly data: string;
  /** Of the superuser `postgres` and of `linkpin`, who owns the databases of tests. */
  readonly password: string;
}

const cache = join(import.meta.dirname, '../../node_modules/.cache/linkpin/postgres');

/**
 * Sorts text as most operators' databases do, by the rules of a language: `a` before `B`. What relies on the order of
 * bytes has to say so.
 */
const initdb = ['--encoding=UTF8', '--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US'];

const roles = (password: string): string =>
  `create role linkpin login password '${password}';\ncreate extension pg_stat_statements;\n`;

/** The template for this machine; made by `initdb` when the cache does not have it, which takes some seconds. */
export async function findTemplate(): Promise<Template> {
  const version = execFileSync(join(programs, 'postgres'), ['--version'], { encoding: 'utf8' });
  const parts = [version, ...initdb, roles(''), String(user?.uid ?? process.getuid?.())];
  const folder = join(cache, createHash('sha256').update(parts.join('\0')).digest('base64url').slice(0, 16));
  if (!existsSync(folder)) await make(folder);
  return { data: join(folder, 'data'), password: readFileSync(join(folder, 'password'), 'utf8') };
}

/** Makes it under another name first: several test files may do so at a time, and the first to finish counts. */
async function make(folder: string): Promise<void> {
  const password = randomBytes(18).toString('hex');
  await using sandbox = createSandbox();
  const data = join(sandbox.folder, 'data');
  const options = { ...user, cwd: sandbox.folder, encoding: 'utf8', stdio: 'pipe' } as const;
  const passwordFile = join(sandbox.folder, 'password');
  execFileSync('/bin/sh', ['-c', `cat > '${passwordFile}'`], { ...options, input: password });
  const auth = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  execFileSync(join(programs, 'initdb'), ['-D', data, ...auth, ...initdb, '--no-sync', '--no-instructions'], options);
  const preload = ['-c', 'shared_preload_libraries=pg_stat_statements'];
  execFileSync(join(programs, 'postgres'), ['--single', '-D', data, ...preload, 'postgres'], {
    ...options,
    input: roles(password),
  });
  const unfinished = `${folder}.${randomBytes(6).toString('hex')}`;
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  copyData(data, join(unfinished, 'data'));
  writeFileSync(join(unfinished, 'password'), password, { mode: 0o600 });
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
}

/** Copies a data folder, owner and modes included. */
export function copyData(from: string, to: string): void {
  execFileSync('cp', ['-a', '--reflink=auto', from, to]);
}
