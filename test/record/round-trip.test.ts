// What `linkpin record` wrote signs programs in again, and gives the emulator its shape.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { emulator, type Emulator } from '../../packages/linkpin/src/emulator/emulator.ts';
import { environment, run, temporaryFolder, type Finished } from '../command/linkpin.ts';
import { approveAll, proxied } from './plex-tv.ts';

const programs = fileURLToPath(new URL('../emulator/programs/', import.meta.url));
const signingIn = (way: string): readonly string[] => [process.execPath, join(programs, 'sign-in.mjs'), way];

describe('a transcript of linkpin record', () => {
  let folder: string;
  let plex: Emulator;
  const stop = new AbortController();
  const left: (() => Promise<void>)[] = [];
  before(async () => {
    folder = await temporaryFolder({ after: (undo) => left.push(undo) });
    plex = await emulator({ intercept: false });
    void approveAll(plex, stop.signal);
  });
  after(async () => {
    stop.abort();
    await plex.close();
    await Promise.all(left.map((undo) => undo()));
  });

  const linkpin = (args: readonly string[], more?: NodeJS.ProcessEnv): Promise<Finished> =>
    run(args, environment(folder, more));
  /** Records a program that signs in, and returns the file. */
  const recorded = async (name: string, command: readonly string[]): Promise<string> => {
    const file = join(folder, `${name}.json`);
    const made = await linkpin(['record', '--yes', '--out', file, '--', ...command], proxied(plex));
    assert.deepEqual([made.code, made.stdout], [0, 'signed in as ada\n'], made.stderr);
    return file;
  };

  for (const [name, command] of [
    ['fetch', signingIn('fetch')],
    ['ctrl-plex', signingIn('@ctrl/plex')],
    ['plex-oauth', signingIn('plex-oauth')],
    ['sdk', [process.execPath, join(programs, 'sign-in-sdk.mjs')]],
    ['python', ['/usr/bin/python3', join(programs, 'sign_in.py'), 'requests']],
  ] as const) {
    it(`signs the program in again that it was recorded of: ${name}`, async () => {
      const file = await recorded(name, command);
      const { code, stdout, stderr } = await linkpin(['replay', '--strict', file, '--', ...command]);
      assert.deepEqual([code, stdout, stderr], [0, 'signed in as person-1\n', '']);
    });
  }

  it('changes nothing in the answers of an emulator of which it was recorded', async () => {
    const file = await recorded('shape', signingIn('https'));
    await using like = await emulator({ intercept: false, shape: file });
    await using plain = await emulator({ intercept: false });
    const membersAt = async (at: Emulator): Promise<readonly unknown[]> => {
      const headers = { accept: 'application/json', 'x-plex-client-identifier': 'tv' };
      const ask = async (path: string, more: RequestInit = {}): Promise<Readonly<Record<string, unknown>>> =>
        (await (await at.fetch(path, { ...more, headers: { ...headers, ...more.headers } })).json()) as Readonly<
          Record<string, unknown>
        >;
      const pin = await ask('/api/v2/pins?strong=true', { method: 'POST' });
      await at.approve(String(pin['code']));
      const done = await ask(`/api/v2/pins/${String(pin['id'])}`);
      const user = await ask('/api/v2/user', { headers: { 'x-plex-token': String(done['authToken']) } });
      assert.equal(user['username'], 'ada');
      return [pin, done, user, user['subscription'], done['location']].map((one) => Object.keys(one as object));
    };
    assert.deepEqual(await membersAt(like), await membersAt(plain));
  });
});
