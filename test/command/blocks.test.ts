// `linkpin blocks`, beside a running service.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../support/until.ts';
import { run, serve, type Finished, type Served } from './linkpin.ts';

const at = ({ data, env }: Pick<Served, 'data' | 'env'>, ...args: string[]): Promise<Finished> =>
  run([...args, '--data', data], env);

/** What a television of this machine is answered when it asks for a pin. */
async function asks({ url }: Served): Promise<number> {
  const headers = { 'x-plex-client-identifier': 'tv', accept: 'application/json' };
  return (await fetch(`${url}/api/v2/pins`, { method: 'POST', headers })).status;
}

/** Asks until the answer is this one: a service hears of a block within a second. */
const untilAnswered = (served: Served, status: number): Promise<void> =>
  until(`the answer is ${status}`, async () => (await asks(served)) === status, 100);

test('a requester that the operator blocks is refused by the running service, until it is taken away', async (t) => {
  const served = await serve(t);
  assert.equal(await asks(served), 201);
  const added = await at(served, 'blocks', 'add', '--client', 'tv', '--from', '127.0.0.1', '--days', '2');
  const [, id = ''] = /^tv is blocked\. To undo it: linkpin blocks remove ([0-9a-f]{8})\n$/.exec(added.stdout) ?? [];
  assert.notEqual(id, '', added.stderr);
  await untilAnswered(served, 403);
  assert.match((await at(served, 'blocks', 'list')).stdout, new RegExp(`\\n${id}  tv    plex 127\\.0\\.0\\.1 tv `));
  const { blocks } = JSON.parse((await at(served, 'blocks', 'list', '--json')).stdout) as { blocks: object[] };
  assert.deepEqual(
    blocks.map((block) => ({ ...block, at: '', until: '' })),
    [{ id, name: 'tv', mark: 'plex 127.0.0.1 tv', by: 'operator', at: '', until: '' }],
  );
  assert.equal((await at(served, 'blocks', 'remove', id)).stdout, `${id} is no longer blocked.\n`);
  await untilAnswered(served, 201);
  assert.equal((await at(served, 'blocks', 'list')).stderr, 'Nothing is blocked.\n');
  const told = (await at(served, 'events', '--kind', 'blocked', '--kind', 'unblocked')).stdout;
  assert.match(told, /blocked[^\n]*\n.*unblocked/);
});

test('an IPv6 address is taken in brackets and without', async (t) => {
  const served = await serve(t);
  for (const from of ['2001:db8::1', '[2001:db8::2]']) {
    assert.equal((await at(served, 'blocks', 'add', '--client', from, '--from', from)).code, 0, from);
  }
  const list = (await at(served, 'blocks', 'list')).stdout;
  assert.equal(list.match(/plex 2001:db8:0:0::\/64 /g)?.length, 2, list);
});

test('a key is blocked by itself, and what is no requester is told', async (t) => {
  const served = await serve(t);
  assert.match((await at(served, 'blocks', 'add', '--key', 'thumb')).stdout, /^thumb is blocked/);
  for (const flags of [[], ['--client', 'tv'], ['--from', '127.0.0.1'], ['--key', 'k', '--client', 'tv']]) {
    const { code, stderr } = await at(served, 'blocks', 'add', ...flags);
    assert.equal(code, 2);
    assert.equal(stderr.trimEnd(), 'Say either --client and --from, or --key.');
  }
  for (const odd of ['home', '[127.0.0.1]', '[::1]:80']) {
    assert.notEqual((await at(served, 'blocks', 'add', '--client', 'tv', '--from', odd)).code, 0);
  }
  const { code, stderr } = await at(served, 'blocks', 'remove', 'nothing');
  assert.equal(code, 1);
  assert.match(stderr, /There is no block nothing/);
});
