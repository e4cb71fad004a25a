// A process of its own on the database: it says that it is ready, and runs each race that it is told. Arguments: URL, key.
import { readPostgresAddress } from '../../packages/server/src/stores/postgres/address.ts';
import { openPostgresStore } from '../../packages/server/src/stores/postgres/store.ts';
import { createKeys } from '../../packages/server/src/tokens/keys.ts';
import { races, type Race } from './races.ts';

const [url = '', secret = ''] = process.argv.slice(2);
const store = await openPostgresStore({
  address: readPostgresAddress(url),
  keys: createKeys([{ kid: 'k1', secret }]),
  connections: 8,
});
process.on('message', (message: { readonly race: Race; readonly seed: string } | 'stop') => {
  if (message === 'stop') return void store.close().then(() => process.disconnect());
  const said = races[message.race](store, message.seed).catch((error: unknown) => String(error));
  void said.then((won) => process.send?.(won));
});
process.send?.('ready');
