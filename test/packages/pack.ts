import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../packages', import.meta.url));

/** Packs a package as npm would publish it. The packages must be built. @returns the archive */
export function packInto(folder: string, name: string): string {
  const options = { cwd: join(packages, name), encoding: 'utf8' } as const;
  const packing = ['pack', '--json', '--ignore-scripts', '--loglevel=error', `--pack-destination=${folder}`];
  const [{ filename }] = JSON.parse(execFileSync('npm', packing, options)) as [{ readonly filename: string }];
  return join(folder, filename);
}
