// The audit log as a stream for a program, through a service as it is served.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { mayStream, makeStreamKey } from '../../packages/server/src/service/operate/stream-keys.ts';
import type { Account } from '../../packages/server/src/service/ports/accounts.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { until } from '../support/until.ts';

const url = 'http://127.0.0.1:4747/api/audit';

async function adminOf(harness: Harness, name: string): Promise<Account> {
  const { id } = await harness.person(name);
  const { accounts } = harness.store;
  await accounts.manage({ id, ground: { by: 'operator' }, act: 'make-admin', at: harness.ports.clock.now() });
  const account = await accounts.byId(id);
  assert.ok(account);
  return account;
}

const portsOf = ({ ports, store }: Harness) => ({ ...ports, accounts: store.accounts });

const keyOf = (harness: Harness, admin: Account): Promise<string> =>
  makeStreamKey(portsOf(harness), admin, { address: null });

/** What a stream has sent so far, and whether it has ended. */
function reading(response: Response): { readonly lines: () => readonly Record<string, unknown>[]; isOver: boolean } {
  let text = '';
  const state = {
    isOver: false,
    lines: () =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
  void (async () => {
    for await (const part of response.body ?? []) text += Buffer.from(part).toString();
    state.isOver = true;
  })();
  return state;
}

const asking = (harness: Harness, key: string, query = ''): Promise<Response> =>
  harness.service.fetch(new Request(`${url}${query}`, { headers: { authorization: `Bearer ${key}` } }));

const about = { protocol: null, clientId: 'an-app' } as const;

test('a program reads what happened since, and then what happens, with who did it', async () => {
  const harness = createHarness('audit stream');
  after(() => harness.service.close());
  const ada = await adminOf(harness, 'Ada');
  const before = new Date(harness.ports.clock.now()).toISOString();
  const key = await keyOf(harness, ada);
  const response = await asking(harness, key, `?since=${before}`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/x-ndjson; charset=utf-8');
  const stream = reading(response);
  await until('what happened before is told', () => stream.lines().length === 1);
  assert.deepEqual(stream.lines()[0]?.['kind'], 'stream-key-made');
  await harness.events.note({ kind: 'blocked', about, account: null, address: '203.0.113.9', by: ada.id });
  await until('what happens is told', () => stream.lines().length === 2);
  const { kind, by, address, client, account } = stream.lines()[1] ?? {};
  assert.deepEqual(
    { kind, by, address, client, account },
    {
      kind: 'blocked',
      by: { number: ada.number, username: 'Ada' },
      address: '203.0.113.9',
      client: 'an-app',
      account: null,
    },
  );
});

test('an aggregate comes again when its count has grown', async () => {
  const harness = createHarness('audit stream of aggregates');
  after(() => harness.service.close());
  const key = await keyOf(harness, await adminOf(harness, 'Ada'));
  const stream = reading(await asking(harness, key, '?kind=issued'));
  for (const count of [1, 2]) {
    await harness.events.note({ kind: 'issued', about, account: null, address: '203.0.113.9' });
    await harness.events.flush();
    await until('the aggregate is told', () => stream.lines().length === count);
  }
  const [first, second] = stream.lines();
  assert.deepEqual([first?.['count'], second?.['count']], [1, 2]);
  assert.equal(first?.['id'], second?.['id']);
});

test('a stream ends with the role, and so does its key', async () => {
  const harness = createHarness('audit stream ends');
  after(() => harness.service.close());
  const [ada, ben] = [await adminOf(harness, 'Ada'), await adminOf(harness, 'Ben')];
  const key = await keyOf(harness, ada);
  const stream = reading(await asking(harness, key));
  const unmake = { id: ada.id, ground: { by: 'admin', admin: ben.id }, act: 'unmake-admin', at: 0 } as const;
  assert.equal(await harness.store.accounts.manage(unmake), 'done');
  await until('the stream has ended', () => stream.isOver);
  const refused = await asking(harness, key);
  assert.equal(refused.status, 401);
  assert.match(refused.headers.get('www-authenticate') ?? '', /^Bearer/);
});

test('a key ends when its admin changes the password, is disabled or signed out everywhere, and with nothing less', async () => {
  const harness = createHarness('audit keys end');
  after(() => harness.service.close());
  await adminOf(harness, 'Other');
  const { accounts } = harness.store;
  const at = harness.ports.clock.now();
  const ends: Readonly<Record<string, (ada: Account) => Promise<unknown>>> = {
    password: ({ id, passwordHash: replaces }) =>
      accounts.setPassword({ id, replaces, passwordHash: 'another', keep: null, at }),
    disabled: ({ id }) => accounts.manage({ id, ground: { by: 'operator' }, act: 'disable', at }),
    out: ({ id }) => accounts.manage({ id, ground: { by: 'operator' }, act: 'end-sign-ins', at }),
    removed: ({ id }) => accounts.remove(id, { by: 'operator' }, at),
  };
  for (const [name, end] of Object.entries(ends)) {
    const ada = await adminOf(harness, `Ada-${name}`);
    const key = await keyOf(harness, ada);
    await accounts.setLanguage(ada.id, 'de');
    assert.equal(await mayStream(portsOf(harness), key), true);
    await end(ada);
    assert.equal(await mayStream(portsOf(harness), key), false, name);
  }
});

test('nothing but a key reads the log, and a request that cannot be meant gets a sentence', async () => {
  const harness = createHarness('audit stream refuses');
  after(() => harness.service.close());
  const key = await keyOf(harness, await adminOf(harness, 'Ada'));
  for (const wrong of ['', 'x', `${key}x`, harness.ports.keys.seal('invite-link', '{}')]) {
    assert.equal((await asking(harness, wrong)).status, 401, wrong);
  }
  assert.equal((await harness.service.fetch(new Request(url))).status, 401);
  for (const [query, sentence] of [
    ['?since=yesterday', /since is a time/],
    ['?kind=nonsense', /kind is one of/],
  ] as const) {
    const response = await asking(harness, key, query);
    assert.equal(response.status, 400);
    assert.match(await response.text(), sentence);
  }
});

test('so many streams are open at once and no more, and one that is closed makes room', async () => {
  const harness = createHarness('audit streams are bounded');
  after(() => harness.service.close());
  const key = await keyOf(harness, await adminOf(harness, 'Ada'));
  const open: Response[] = [];
  let last = await asking(harness, key);
  while (last.status === 200 && open.length < 50) {
    open.push(last);
    last = await asking(harness, key);
  }
  assert.equal(last.status, 503);
  assert.equal(last.headers.get('retry-after'), '10');
  await open[0]?.body?.cancel();
  await until('there is room', async () => {
    const again = await asking(harness, key);
    if (again.status === 200) await again.body?.cancel();
    return again.status === 200;
  });
  for (const response of open.slice(1)) await response.body?.cancel();
});
