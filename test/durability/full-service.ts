// Run as a child, on a small disk of its own: fills it under a service. Ends with an error when something is not so.
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createKeys, openSqliteStore } from '@linkpin/server';
import { testKeys } from '../harness/dependencies.ts';
import { createHarness } from '../harness/service.ts';
import { askBefore, expectService, expectTrouble } from './store-trouble.ts';

const [folder = ''] = process.argv.slice(2);
const ballast = join(folder, 'ballast');

/** Writes until nothing more goes. */
function fill(): void {
  const publicId = openSync(ballast, 'a');
  try {
    for (;;) writeSync(publicId, Buffer.alloc(512));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(publicId);
  }
}

const store = await openSqliteStore({ file: join(folder, 'linkpin.db'), keys: createKeys(testKeys) });
const harness = createHarness('full', { store });
await harness.person('ada');
const before = await askBefore(harness);
fill();
await expectTrouble(harness, before);
rmSync(ballast);
await expectService(harness);
await harness.service.close();
