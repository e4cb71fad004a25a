// What a sign-in costs the database, by its own count of statements.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { password } from '../harness/people.ts';
import { Person } from '../harness/person.ts';
import type { Statement } from '../postgres/databases.ts';
import { until } from '../support/until.ts';
import { nodeAdapter } from '../waiting/holding.ts';
import { protocols } from '../waiting/protocols.ts';
import { replicasFor } from './replicas.ts';

/** How many statements each step costs. */
type Costs = Readonly<Record<'create' | 'pending' | 'approve' | 'redeem', number>>;

/** To redeem an OAuth device code adds its first tokens; v1 tells who the person is. */
const most: Readonly<Record<string, Costs>> = {
  plex: { create: 1, pending: 0, approve: 8, redeem: 4 },
  'plex v1': { create: 1, pending: 0, approve: 8, redeem: 5 },
  oauth: { create: 1, pending: 0, approve: 8, redeem: 5 },
};

/** Statements of a sign-in: not those that begin and end transactions, look and ring, nor the client that a test registers. */
const isOfSignIn = ({ query }: Statement): boolean =>
  !/^(begin|commit|rollback|set|listen|discard|reset)\b|pg_notify|pg_snapshot_xmin|pg_try_advisory_lock|pg_is_in_recovery/i.test(
    query,
  );
const isOfClient = ({ query }: Statement): boolean => query.includes('oauth_clients');

const sum = (statements: readonly Statement[]): number => statements.reduce((calls, one) => calls + one.calls, 0);

/** The costs of one sign-in, on a database of its own. */
async function costsOf(context: TestContext, begin: (typeof protocols)[string]): Promise<Costs> {
  const replicas = await replicasFor(context);
  const replica = await replicas.start('one', false);
  const url = await replica.service.listen();
  const adapter = nodeAdapter(url);
  /** Where the counts end: at the first answer, without the pages that it leads to. */
  let answered: (() => Promise<void>) | undefined;
  const send = async (request: Request): Promise<Response> => {
    const response = await fetch(request);
    await answered?.();
    return response;
  };
  await replica.person('ada');
  const ada = new Person(url, () => ({}), send);
  await ada.signIn('ada', password);
  const counted = async (act: () => Promise<unknown>): Promise<readonly Statement[]> => {
    let statements: readonly Statement[] | undefined;
    answered = async () => {
      statements ??= (await replicas.database.statements()).filter(isOfSignIn);
    };
    await replicas.database.forgetStatements();
    await act();
    await answered();
    answered = undefined;
    return statements ?? [];
  };

  // What a replica learns once: the blocks for everybody.
  await protocols['plex']?.(replica, adapter);
  let tv: Awaited<ReturnType<typeof begin>> | undefined;
  const create = await counted(async () => (tv = await begin(replica, adapter)));
  assert.ok(tv);
  const device = tv;
  await device.poll();
  replica.clock.pass(6000);
  const pending = await counted(async () => assert.ok(device.isPending(await device.poll())));
  const question = await ada.typeCode(device.code);
  const approve = await counted(() => ada.fillIn(question, { mine: 'on', answer: 'yes' }));
  replica.clock.pass(6000);
  const redeem = await counted(async () => {
    const answer = await device.poll();
    assert.ok(device.hasToken(answer), answer.text);
  });
  return {
    create: sum(create.filter((one) => !isOfClient(one))),
    pending: sum(pending),
    approve: sum(approve),
    redeem: sum(redeem),
  };
}

for (const [protocol, begin] of Object.entries(protocols)) {
  test(`a sign-in by ${protocol} costs few statements`, async (context) => {
    const bounds = most[protocol];
    assert.ok(bounds);
    // On a busy machine a look comes late, so that more is read, and what goes on behind an answer is counted with the next.
    await until('a sign-in costs no more than it may', async () => {
      const costs = await costsOf(context, begin);
      context.diagnostic(JSON.stringify(costs));
      return Object.entries(costs).every(([step, cost]) => cost <= bounds[step as keyof Costs]);
    });
  });
}
