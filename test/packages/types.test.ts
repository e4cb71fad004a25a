// The types of each package as compilers find them that resolve modules in one way or another.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { packInto } from './pack.ts';
import { temporaryFolder } from '../command/linkpin.ts';

describe('the types', () => {
  for (const name of ['verify', 'client', 'server', 'linkpin']) {
    it(`of ${name} are found by everybody who can load it`, async (t) => {
      const file = packInto(await temporaryFolder(t), name);
      const result = await checkPackage(createPackageFromTarballData(readFileSync(file)));
      assert.ok(result.types, 'it has types');
      // The packages are ES modules: who resolves as Node did before 12.7, or requires on a Node that cannot, is not served.
      const isServed = ({ kind, ...problem }: { readonly kind: string; readonly resolutionKind?: string }): boolean =>
        problem.resolutionKind !== 'node10' && kind !== 'CJSResolvesToESM';
      assert.deepEqual(result.problems.filter(isServed), []);
    });
  }
});
