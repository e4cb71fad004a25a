// The types of each package as compilers find them that resolve modules in one way or another.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { packInto } from './pack.ts';
import { temporaryFolder } from '../command/linkpin.ts';

/** What of @arethetypeswrong/core is needed. It is installed by `npm test` alone, so that `npm run check` has to do without its types. */
interface Core {
  readonly createPackageFromTarballData: (archive: Uint8Array) => object;
  readonly checkPackage: (found: object) => Promise<{
    readonly types: unknown;
    readonly problems: readonly { readonly kind: string; readonly resolutionKind?: string }[];
  }>;
}

const library = '@arethetypeswrong/core';
const { checkPackage, createPackageFromTarballData } = (await import(library)) as Core;

describe('the types', () => {
  for (const name of ['verify', 'client', 'server', 'linkpin']) {
    it(`of ${name} are found by everybody who can load it`, async (t) => {
      const file = packInto(await temporaryFolder(t), name);
      const result = await checkPackage(createPackageFromTarballData(readFileSync(file)));
      assert.ok(result.types, 'it has types');
      // The packages are ES modules: who resolves as Node did before 12.7, or requires on a Node that cannot, is not served.
      const served = result.problems.filter(
        ({ kind, resolutionKind }) => resolutionKind !== 'node10' && kind !== 'CJSResolvesToESM',
      );
      assert.deepEqual(served, []);
    });
  }
});
