import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Store } from '../../service/ports/store.ts';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { openSqliteStore } from './store.ts';

/** A folder of its own for one test, gone with it. */
export function folderFor(context: Pick<TestContext, 'after'>): string {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An empty store with fresh keys, whose file goes when it is closed. */
export async function openTemporary(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-'));
  const store = await openSqliteStore({ file: join(folder, 'linkpin.db'), keys: createKeys([makeSecretKey()]) });
  return {
    ...store,
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}
