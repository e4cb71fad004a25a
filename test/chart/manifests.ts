// Holds manifests to the schemas of Kubernetes, by kubernetes-models: its validators take keys that nobody knows, and its types
// do not.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An object of Kubernetes. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: unknown;
  readonly data?: Readonly<Record<string, string>>;
}

type Models = Readonly<Record<string, new (of: Manifest) => { validate(): void }>>;

const here = fileURLToPath(new URL('.', import.meta.url));
const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

const options = {
  target: 'ES2023',
  module: 'NodeNext',
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  types: [],
};

/** @returns what is wrong with them, a line each; none if Kubernetes takes them */
export async function findFaults(manifests: readonly Manifest[]): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const manifest of manifests) {
    const { apiVersion, kind } = manifest;
    try {
      const models = (await import(`kubernetes-models/${apiVersion}/${kind}`)) as Models;
      const Model = models[kind];
      if (Model === undefined) throw new Error(`there is no ${kind}`);
      new Model(manifest).validate();
    } catch (error) {
      faults.push(`${kind} ${manifest.metadata.name}: ${(error as Error).message}`);
    }
  }
  return [...faults, ...unknownKeys(manifests)];
}

/** Writes each as a literal of its type, which must not have a key more. */
function unknownKeys(manifests: readonly Manifest[]): readonly string[] {
  const folder = mkdtempSync(join(here, '.manifests-'));
  try {
    const files = manifests.map((manifest, index) => {
      const { apiVersion, kind } = manifest;
      const type = `I${kind}`;
      const text = `import type { ${type} } from 'kubernetes-models/${apiVersion}/${kind}';\nexport const it: ${type} = ${JSON.stringify(manifest, null, 1)};\n`;
      const name = `${kind}-${index}.mts`;
      writeFileSync(join(folder, name), text);
      return name;
    });
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files }));
    const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', folder], { cwd: folder, encoding: 'utf8' });
    if (status === 0) return [];
    return stdout.split('\n').filter((line) => /error TS/.test(line));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
