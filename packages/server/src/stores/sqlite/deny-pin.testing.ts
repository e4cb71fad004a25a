// Denies a pin through its own store, in another process or thread than the test.
import { deny } from '../../domain/pin.ts';
import { createKeys, type SecretKey } from '../../tokens/keys.ts';
import { openSqliteStore } from './store.ts';

const { file, ring, handle, client } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly file: string;
  readonly ring: readonly SecretKey[];
  readonly handle: string;
  readonly client: string;
};
const store = await openSqliteStore({ file, keys: createKeys(ring) });
const pin = await store.pins.byPublicId('plex', handle);
const denied = pin === undefined ? undefined : deny(pin, 'account-1', pin.createdAt + 1);
if (pin === undefined || denied?.ok !== true || !(await store.pins.replace(denied.value, pin.version))) {
  throw new Error('It could not be denied.');
}
await store.oauthClients.remove(client);
await store.close();
