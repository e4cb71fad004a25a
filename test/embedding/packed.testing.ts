import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A folder outside the repository with the packed server and what it depends on; nothing else can be imported there. */
export interface Outside {
  readonly folder: string;
  /** Puts a file there and returns its path. */
  write(name: string, text: string): string;
  remove(): void;
}

/**
 * Packs the server as npm would, and unpacks it where somebody has installed it.
 *
 * @param further libraries that this somebody has installed, too
 */
export function packedServer(further: readonly string[] = []): Outside {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-outside-'));
  const place = (name: string): string => join(folder, 'node_modules', name);
  const lend = (name: string): void => {
    mkdirSync(dirname(place(name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), place(name));
  };
  for (const name of ['verify', 'server']) {
    const options = { cwd: join(root, 'packages', name), encoding: 'utf8' } as const;
    const packing = ['pack', '--json', '--ignore-scripts', '--loglevel=error', `--pack-destination=${folder}`];
    const [{ filename }] = JSON.parse(execFileSync('npm', packing, options)) as [{ readonly filename: string }];
    const target = place(join('@linkpin', name));
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-xzf', join(folder, filename), '-C', target, '--strip-components=1']);
    const { dependencies = {} } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as Manifest;
    const libraries = Object.keys(dependencies).filter((library) => !library.startsWith('@linkpin/'));
    for (const library of new Set(libraries)) rmSync(place(library), { force: true });
    for (const library of libraries) lend(library);
  }
  for (const library of further) lend(library);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return {
    folder,
    write(name, text) {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
