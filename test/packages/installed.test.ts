// What somebody has who installs our packages into an empty folder, and nothing of this repository.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { programs } from '../clients/sdk-runtimes/programs.ts';
import { packInto } from './pack.ts';

const names = ['verify', 'client', 'server', 'linkpin'] as const;

/** What is loaded and done with each package, and what comes of it. */
const smoke = {
  client: `import { createPlexClient } from '@linkpin/client';
    import { createPlexPins } from '@linkpin/client/plexjs';
    const plex = createPlexClient({ clientIdentifier: 'tv', product: 'My Player' });
    console.log(typeof plex.requestPin, typeof createPlexPins().getPin);`,
  verify: `import { createVerifier } from '@linkpin/verify';
    console.log(typeof createVerifier, typeof createVerifier);`,
} as const;

/** What Deno is told elsewhere is to look nowhere; here it looks into the folder that npm filled. */
const fromModules: Readonly<Record<string, readonly string[]>> = {
  '--no-npm': ['--node-modules-dir=manual'],
  '--no-config': [],
};

/** Bytes of all files below a folder. */
function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

describe('in an empty folder', () => {
  let folder = '';
  const archives: Record<string, string> = {};
  const inFolder = (command: string, args: readonly string[]): string =>
    execFileSync(command, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'linkpin-installed-'));
    for (const name of names) archives[name] = packInto(folder, name);
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];
    inFolder('npm', ['install', ...flags, ...names.map((name) => archives[name] ?? '')]);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [runtime, [command = '', ...flags]] of Object.entries(programs)) {
    it(`client and verifier are loaded by ${runtime}`, () => {
      for (const [name, program] of Object.entries(smoke)) {
        const file = join(folder, `${name}.mjs`);
        writeFileSync(file, program);
        const found = flags.flatMap((flag) => fromModules[flag] ?? flag);
        assert.equal(inFolder(command, [...found, file]).trim(), 'function function');
      }
    });
  }

  it('a program in CommonJS requires the client', () => {
    const file = join(folder, 'required.cjs');
    writeFileSync(file, `console.log(typeof require('@linkpin/client').createPlexClient);`);
    assert.equal(inFolder(process.execPath, [file]).trim(), 'function');
  });

  it('the command says its version, and issues a pin', () => {
    const bin = join(folder, 'node_modules/linkpin/bin/linkpin.js');
    const { version } = JSON.parse(readFileSync(join(folder, 'node_modules/linkpin/package.json'), 'utf8')) as {
      readonly version: string;
    };
    assert.match(inFolder(process.execPath, [bin, '--version']), new RegExp(version.replaceAll('.', '\\.')));
    const ask = `const answer = await fetch('https://plex.tv/api/v2/pins', { method: 'POST',
      headers: { accept: 'application/json', 'x-plex-client-identifier': 'tv' } });
      console.log((await answer.json()).code.length);`;
    writeFileSync(join(folder, 'ask.mjs'), ask);
    assert.equal(
      inFolder(process.execPath, [bin, 'emulate', '--', process.execPath, 'ask.mjs']).trim().split('\n').at(-1),
      '4',
    );
  });

  it('every map leads to a source that is there', () => {
    for (const name of names) {
      const place = join(folder, 'node_modules', name === 'linkpin' ? name : join('@linkpin', name), 'dist');
      const maps = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.map'));
      assert.ok(maps.length > 0, name);
      for (const map of maps) {
        const { sources } = JSON.parse(readFileSync(join(place, map), 'utf8')) as {
          readonly sources: readonly string[];
        };
        for (const source of sources)
          assert.ok(existsSync(join(place, map, '..', source)), `${name}: ${map} → ${source}`);
      }
    }
  });

  it('takes no more room than it did, and the client none but its own', () => {
    const modules = join(folder, 'node_modules');
    const own = (name: string): number => bytesIn(join(modules, name)) / 2 ** 20;
    const mostMiB = { '@linkpin/client': 1.5, '@linkpin/verify': 0.5, '@linkpin/server': 11, linkpin: 5 };
    for (const [name, most] of Object.entries(mostMiB)) assert.ok(own(name) <= most, `${name}: ${own(name)} MiB`);
    assert.ok(bytesIn(modules) / 2 ** 20 <= 60, `all: ${bytesIn(modules) / 2 ** 20} MiB`);
  });
});
