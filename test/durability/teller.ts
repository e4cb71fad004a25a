// Run as a child: approves pins without end, says which of them were acknowledged, and sends the messages about them. It
// expects to be killed.
import { createSafeFetch } from '../../packages/server/src/safe-fetch/safe-fetch.ts';
import { Delivery } from '../../packages/server/src/events/delivery.ts';
import { readSecret } from '../../packages/server/src/events/signature.ts';
import { approve } from '../../packages/server/src/domain/pin.ts';
import { anEntry, aPin, anApproval, secret } from '../../packages/server/src/stores/contract/samples.ts';
import { openSqliteStore } from '../../packages/server/src/stores/sqlite/store.ts';
import { createKeys } from '../../packages/server/src/tokens/keys.ts';

const [file = '', kid = '', key = '', url = '', start = '', tells = ''] = process.argv.slice(2);
const store = await openSqliteStore({ file, keys: createKeys([{ kid, secret: key }]) });
const begun = Date.now();
const clock = { now: () => Number(start) + Date.now() - begun };

new Delivery({
  ...store,
  clock,
  name: secret(),
  url,
  secrets: [readSecret(`whsec_${Buffer.alloc(32).toString('base64')}`)],
  post: (message) => createSafeFetch({ allowed: ['127.0.0.1'] }).post(message),
  onTrouble: (sentence) => process.stderr.write(`${sentence}\n`),
}).start();
setInterval(() => undefined, 1000);

while (tells === 'yes') {
  const pin = aPin({ id: secret(), publicId: secret(), code: `Io${secret()}`, expiresAt: clock.now() + 900_000 });
  await store.pins.insert(pin, clock.now());
  const entry = anEntry({ at: clock.now(), message: true });
  const yes = approve(pin, anApproval(clock.now()));
  if (!yes.ok || !(await store.pins.replace(yes.value, pin.version, { entries: [entry] })))
    throw new Error('nobody else has this pin');
  process.stdout.write(`evt_${entry.id}\n`);
}
