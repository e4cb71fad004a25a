// The service as published, on a PostgreSQL database; a line on stdin is a code to approve, answered once that is done.
import { createInterface } from 'node:readline';
import { createKeys, createService, openPostgresStore, parseKeys, readPostgresAddress } from '@linkpin/server';

const { url: database, keys: text, people = [] } = JSON.parse(process.argv[2] ?? '{}');
const keys = parseKeys(text, 'the bench');
const store = await openPostgresStore({ address: readPostgresAddress(database), keys: createKeys(keys) });
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
    guessesPerDay: 1_000_000,
  },
});
const password = 'correct horse battery';
const created = await Promise.all(people.map((username) => service.createAccount({ username, password })));
const url = await service.listen();
console.log(JSON.stringify({ port: Number(new URL(url).port), accounts: created.map(({ value }) => value.id) }));

const input = createInterface({ input: process.stdin });
const approve = async (line) => {
  const { code, account: id } = JSON.parse(line);
  const approval = { code, account: id, address: '127.0.0.1', signedInAt: store.clock.now(), codeEntry: 'typed' };
  const { ok } = await service.approve(approval);
  console.log(JSON.stringify({ ok }));
};
input.on('line', (line) => void approve(line));
input.on('close', () => void service.close());
