// Another process on the same database: reports that it is ready, and when it is told to, approves the pin of a code. It does
// not open the pin first, which would be a change of its own. Arguments: file, secret, code, account id.
import { once } from 'node:events';
import { foldCode } from '../../packages/server/src/domain/code.ts';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import { openSqliteStore } from '../../packages/server/src/stores/sqlite/store.ts';
import { createKeys } from '../../packages/server/src/tokens/keys.ts';
import { movableClock } from '../harness/clock.ts';
import { createHarness } from '../harness/service.ts';

const [file = '', secret = '', code = '', account = ''] = process.argv.slice(2);
const keys = [{ kid: 'k1', secret }];
const store = await openSqliteStore({ file, keys: createKeys(keys) });
const { ports, service } = createHarness('other process', { store, keys, clock: movableClock(Date.now) });
process.send?.('ready');
await once(process, 'message');
const pin = await ports.pins.byCode(foldCode(code), ports.clock.now());
if (pin === undefined) throw new Error('There is no pin with this code.');
const approval = {
  account: { id: account, createdAt: 0 },
  address: null,
  place: null,
  mayApprove: false,
  approvedBy: null,
};
const approved = await approvePin(ports, { pin, ...approval });
if (!approved.ok) throw new Error(JSON.stringify(approved));
await service.close();
process.disconnect();
