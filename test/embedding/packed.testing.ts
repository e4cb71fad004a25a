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

/** A folder outside the repository with packed packages and what they depend on; nothing else can be imported there. */
export interface Outside {
  readonly folder: string;
  /** Puts a file there and returns its path. */
  write(name: string, text: string): string;
  remove(): void;
}

/**
 * Packs packages of ours as npm would, and unpacks them where somebody has installed them.
 *
 * @param names of their folders, each after what it depends on
 * @param further libraries that this somebody has installed, too: a name, or a name and where it is
 */
export function packed(
  names: readonly string[],
  further: readonly (string | readonly [name: string, path: string])[] = [],
): Outside {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-outside-'));
  const place = (name: string): string => join(folder, 'node_modules', name);
  const lend = (name: string, from = join(root, 'node_modules', name)): void => {
    mkdirSync(dirname(place(name)), { recursive: true });
    symlinkSync(from, place(name));
  };
  for (const name of names) {
    const options = { cwd: join(root, 'packages', name), encoding: 'utf8' } as const;
    const packing = ['pack', '--json', '--ignore-scripts', '--loglevel=error', `--pack-destination=${folder}`];
    const [{ filename }] = JSON.parse(execFileSync('npm', packing, options)) as [{ readonly filename: string }];
    const target = place(name === 'linkpin' ? name : join('@linkpin', name));
    mkdirSync(target, { recursive: true });
    execFileSync('tar', ['-xzf', join(folder, filename), '-C', target, '--strip-components=1']);
    const { dependencies = {} } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as Manifest;
    const libraries = Object.keys(dependencies).filter((library) => !library.startsWith('@linkpin/'));
    for (const library of new Set(libraries)) rmSync(place(library), { force: true });
    for (const library of libraries) lend(library);
  }
  for (const library of further) {
    const [name, from] = typeof library === 'string' ? [library] : library;
    lend(name, from);
  }
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

/** The server as somebody has installed it. */
export const packedServer = (further: readonly string[] = []): Outside => packed(['verify', 'server'], further);
