// A client is removed while one of its devices is being approved, or fetches its tokens: nothing of it lives on.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deviceFlow, tokensIn } from '../../../../../test/harness/devices.ts';
import { removeOAuthClient } from '../../clients/registry.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import { emptyStores } from '../../stores/sqlite/temporary.testing.ts';
import { standIn } from '../pins/stand-in.testing.ts';

type Part = 'pins' | 'grants' | 'oauthClients';
type When = 'before' | 'after';

/** Ports of which one method stands still before or after it has done its work, while something happens. */
function interrupted<Ports extends object>(
  ports: Ports,
  part: Part,
  method: string,
  when: When,
  meanwhile: () => Promise<void>,
): Ports {
  const port = Reflect.get(ports, part) as Record<string, (...given: readonly unknown[]) => Promise<unknown>>;
  let isFirst = true;
  const work = async (...given: readonly unknown[]): Promise<unknown> => {
    const isNow = isFirst;
    isFirst = false;
    if (isNow && when === 'before') await meanwhile();
    const done: unknown = await Reflect.apply(port[method] ?? assert.fail(method), port, given);
    if (isNow && when === 'after') await meanwhile();
    return done;
  };
  return { ...ports, [part]: standIn(port, { [method]: work }) };
}

const stores = { memory: async () => createMemoryStore(), SQLite: emptyStores() };

const approvals: readonly (readonly [Part, string])[] = [
  ['pins', 'byId'],
  ['pins', 'replace'],
  ['grants', 'add'],
  ['oauthClients', 'byId'],
];
const redemptions: readonly (readonly [Part, string])[] = [
  ['pins', 'byPublicId'],
  ['grants', 'byId'],
  ['grants', 'add'],
  ['oauthClients', 'byId'],
  ['pins', 'replace'],
];

for (const [name, open] of Object.entries(stores)) {
  describe(`a client that is removed, on ${name}`, () => {
    const begin = async () => {
      const store = await open();
      const flow = await deviceFlow(store);
      const ports = { store, clock: flow.clock, random: flow.ports.random };
      const remove = async (): Promise<void> => {
        assert.ok((await removeOAuthClient(ports, flow.client.id)).ok);
      };
      return { store, flow, remove, ...(await flow.begin()) };
    };

    for (const when of ['before', 'after'] as const) {
      for (const [part, method] of approvals) {
        it(`while a device is approved, ${when} ${part}.${method}, leaves no device`, async () => {
          const { store, flow, remove, pin, deviceCode } = await begin();
          await flow.approve(pin, interrupted(flow.ports, part, method, when, remove));
          assert.deepEqual(await store.grants.listOf('oauth', flow.client.id), []);
          await store.oauthClients.add(flow.client);
          const polled = await flow.poll(deviceCode);
          assert.ok(!polled.ok && polled.refusal.kind === 'settled');
        });
      }

      for (const [part, method] of redemptions) {
        it(`while a device fetches its first tokens, ${when} ${part}.${method}, leaves none that works`, async () => {
          const { store, flow, remove, pin, deviceCode } = await begin();
          // The approver dies before the device is on record, so the poll has to add it.
          const dying = {
            ...flow.ports,
            grants: standIn(flow.ports.grants, { add: () => Promise.reject(new Error()) }),
          };
          await assert.rejects(flow.approve(pin, dying));
          const polled = await flow.poll(deviceCode, {}, interrupted(flow.ports, part, method, when, remove));
          assert.deepEqual(await store.grants.listOf('oauth', flow.client.id), []);
          await store.oauthClients.add(flow.client);
          if (polled.ok) assert.equal(await flow.works(tokensIn(polled)), false);
        });
      }
    }
  });
}
