// A real service for the attack: the built command, SQLite, default limits, passwords by API too, a proxy on this machine, and people in it.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeys, openKeyFile, openSqliteStore } from '@linkpin/server';
import { createPasswords } from '../../packages/server/src/accounts/passwords.ts';
import { systemRandom } from '../../packages/server/src/app/random.ts';
import { aClient } from '../../packages/server/src/stores/contract/samples.ts';
import { freePort } from '../support/ports.ts';
import { environment, start } from '../command/linkpin.ts';

const day = 86_400_000;

/** Names of people with accounts. The honest are `honest-0` …, the attacker's are `mallory-0` …; `-new` are of today. */
export interface Names {
  readonly honest: readonly string[];
  readonly honestNew: readonly string[];
  readonly mallory: readonly string[];
  readonly malloryNew: readonly string[];
}

/** No list of the attacker's holds the first. */
export const passwords = { honest: 'kettle-orbit-marmalade-93', mallory: 'mallory was here' } as const;

/** A running service. */
export interface Target {
  readonly url: string;
  readonly names: Names;
  stop(): Promise<void>;
}

const some = (word: string, count: number): string[] => Array.from({ length: count }, (_, index) => `${word}-${index}`);

/** Makes the accounts before the service starts, so that some of them are old. */
async function settle(data: string, names: Names): Promise<void> {
  const keys = createKeys(await openKeyFile(join(data, 'keys.json')));
  const store = await openSqliteStore({ file: join(data, 'linkpin.db'), keys });
  const now = Date.now();
  const hash = async (password: string): Promise<string> => {
    const hashed = await createPasswords().hash(password);
    if (!hashed.ok) throw new Error(hashed.refusal.kind);
    return hashed.value;
  };
  const hashes = { honest: await hash(passwords.honest), mallory: await hash(passwords.mallory) };
  const add = (whose: keyof typeof hashes, age: number) => (username: string) =>
    store.accounts.add(
      {
        id: systemRandom.id(),
        username,
        email: null,
        emailConfirmed: false,
        passwordHash: hashes[whose],
        isAdmin: false,
        createdAt: now - age,
      },
      { by: 'operator' },
      now,
    );
  await Promise.all([
    ...names.honest.map(add('honest', 30 * day)),
    ...names.honestNew.map(add('honest', 60_000)),
    ...names.mallory.map(add('mallory', 30 * day)),
    ...names.malloryNew.map(add('mallory', 60_000)),
  ]);
  await store.oauthClients.add(aClient({ id: 'tv', name: 'Honest TV', isVerified: true, scopes: ['watch'] }));
  await store.close();
}

/** Starts a service of its own process on a fresh folder. */
export async function startTarget(): Promise<Target> {
  const home = await mkdtemp(join(tmpdir(), 'linkpin-attack-'));
  const data = join(home, 'data');
  const names: Names = {
    honest: some('honest', 60),
    honestNew: some('honest-new', 8),
    mallory: some('mallory', 10),
    malloryNew: some('mallory-new', 30),
  };
  await mkdir(data, { mode: 0o700 });
  await settle(data, names);
  const port = String(await freePort());
  const args = ['serve', '--port', port, '--json', '--data', data, '--trusted-proxies', '127.0.0.1'];
  const open = ['--password-routes', 'on'];
  // Nobody listens there: what waits is what counts.
  const mail = ['--mail-server', 'smtp://127.0.0.1:9', '--mail-from', 'tv@example.org'];
  const own = ['--public-url', `http://127.0.0.1:${port}`];
  const running = start([...args, ...open, ...mail, ...own, '--log-level', 'error'], environment(home));
  const [line] = await running.wrote('stdout', /^.+\n/);
  const { url } = JSON.parse(line) as { readonly url: string };
  return {
    url,
    names,
    async stop() {
      running.child.kill('SIGTERM');
      const { stderr } = await running.finished;
      await rm(home, { recursive: true, force: true });
      if (/"level":(5|6)0|panic|Unhandled/i.test(stderr)) throw new Error(`The service complained:\n${stderr}`);
    },
  };
}
