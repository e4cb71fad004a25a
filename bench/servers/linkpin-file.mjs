// The service on an existing store file.
import { createInterface } from 'node:readline';
import { createKeys, createService, openSqliteStore, parseKeys } from '@linkpin/server';

const { file, keys: text, admin } = JSON.parse(process.argv[2] ?? '{}');
const began = performance.now();
const keys = parseKeys(text, 'the bench');
const store = await openSqliteStore({ file, keys: createKeys(keys) });
const unbounded = Number.MAX_SAFE_INTEGER;
const service = createService({
  keys,
  store,
  settings: {
    port: 0,
    logLevel: 'silent',
    issuesPerMinute: unbounded,
    livePinsPerNetwork: unbounded,
    livePins: unbounded,
  },
});
if (admin !== undefined) await service.createAccount({ ...admin, isAdmin: true });
const url = await service.listen();
await (await fetch(`${url}/readyz`)).text();
console.log(JSON.stringify({ port: Number(new URL(url).port), startUp: performance.now() - began }));
createInterface({ input: process.stdin }).on('close', () => void service.close());
