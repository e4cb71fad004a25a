// The contract of stores, as somebody uses it who has installed the packed server in an empty folder.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { packedServer, type Outside } from './packed.testing.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { NODE_TEST_CONTEXT: _, ...env } = process.env;

/** For each store of broken-stores.mjs, one of the tests that have to fail. */
const noticed: Readonly<Record<string, string>> = {
  'replaces a pin whatever its version is': 'replace stores the next pin only over the version that was read',
  'looks at the version of a pin, and replaces it later':
    'of 32 readers that redeem at once exactly one makes the change',
  'lets two pins have one code': 'of callers that insert one code at once exactly one is told ok',
  'loses what the audit log says of a change': 'an entry about a change is there when the change is, and only then',
  'tells the audit log of a change that was not made':
    'an entry about a change is there when the change is, and only then',
  'rotates a refresh token over another rotation':
    'of 32 that rotate at once exactly one wins, and only its token is known',
  'forgets a refresh token that was rotated away':
    'every token that a family ever had still finds it, so that no reuse goes unnoticed (B23)',
  'counts, and spends later': 'of any number at once no more than the limit are let through',
  'holds a guess for good':
    'what is held and forgotten counts no more after thirty seconds, and not a millisecond earlier',
  'does not count what is held':
    'what is held counts like what is spent; released it can be had again, and no more than was held',
  'ends a text at U+0000': 'finds clients, blocks, budgets and entries',
  'lets two processes use what is good once': 'is used by one of any number at once',
  'does not ask again whether an invite is still good': 'an invite makes one account, raced or late',
  'signs in by a password that was changed meanwhile':
    'a session rests on the password that was verified, checked in the step that adds it',
  'lists sessions by nothing but when they were seen':
    'of sessions that were seen at once the last made comes first, and stays',
  'lets two send the same webhook': 'of any number of senders one sends, until its claim lapses or is released',
  'lets two send the same mail': 'of any number of senders one gets a mail, until its claim expires',
};

describe('the published contract of stores', () => {
  let outside: Outside;
  before(() => {
    outside = packedServer(['@types/node', 'undici-types']);
  });
  after(() => outside.remove());

  it('runs by node:test on a store from outside, and passes', () => {
    const file = outside.write(
      'store.test.mjs',
      `import { createMemoryStore } from '@linkpin/server';
       import { storeContract } from '@linkpin/server/contract';
       storeContract('memory', async () => createMemoryStore());`,
    );
    const { status, stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', file], {
      cwd: outside.folder,
      env,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout);
    assert.ok(Number(/^# pass (\d+)/m.exec(stdout)?.[1]) > 100, stdout);
  });

  it('can be passed by a store that imports nothing but what is published', () => {
    const memory = join(outside.folder, 'node_modules/@linkpin/server/dist/stores/memory');
    for (const file of readdirSync(memory).filter((name) => name.endsWith('.js'))) {
      const text = readFileSync(join(memory, file), 'utf8');
      outside.write(file, text.replaceAll(/from '\.\.\/[^']+'/g, "from '@linkpin/server/rules'"));
    }
    const file = outside.write(
      'own.test.js',
      `import { storeContract } from '@linkpin/server/contract';
       import { createMemoryStore } from './store.js';
       storeContract('own', async () => createMemoryStore());`,
    );
    const { status, stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap', file], {
      cwd: outside.folder,
      env,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout);
  });

  it('has types, without those of its cases', () => {
    const program = outside.write(
      'types.mts',
      `import { createMemoryStore, type PinStore, type Store } from '@linkpin/server';
       import { storeContract, type TestRunner } from '@linkpin/server/contract';
       const pins = (store: Store): PinStore => store.pins;
       const runner: TestRunner = { describe: (title: string, declare) => declare(), test: () => pins };
       storeContract('my', async () => createMemoryStore(), runner);`,
    );
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'NodeNext', '--target', 'ES2023'];
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout, status } = spawnSync(process.execPath, [compiler, ...options, '--types', 'node', program], {
      cwd: outside.folder,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stdout);
    const published = readdirSync(join(outside.folder, 'node_modules/@linkpin/server/dist/stores/contract'));
    const declared = published.filter((file) => file.endsWith('.d.ts'));
    assert.deepEqual(declared.toSorted(), ['contract.d.ts', 'suite.d.ts']);
  });

  it('notices what is wrong with a store, with whatever declares its tests', () => {
    const file = outside.write('broken.mjs', readFileSync(new URL('broken-stores.mjs', import.meta.url), 'utf8'));
    const said = execFileSync(process.execPath, [file], { cwd: outside.folder, env, encoding: 'utf8' });
    const failures = JSON.parse(said) as Record<string, readonly string[]>;
    assert.deepEqual(Object.keys(failures), Object.keys(noticed));
    for (const [store, title] of Object.entries(noticed)) {
      const list = failures[store] ?? [];
      assert.ok(list.includes(title), `a store that ${store}: it fails only ${JSON.stringify(list)}`);
    }
  });
});
