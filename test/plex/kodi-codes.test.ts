// Plex for Kodi draws the first four symbols of a code and no more, so a code of five can never be typed.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { openSqliteStore } from '../../packages/server/src/stores/sqlite/store.ts';
import { createMemoryStore } from '../../packages/server/src/stores/memory/store.ts';
import { createKeys, makeSecretKey } from '../../packages/server/src/tokens/keys.ts';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import { openCode } from '../../packages/server/src/service/pins/open-code.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { ask } from './asking.ts';

const home = '203.0.113.9';

/** What Kodi reads of a new pin. */
interface KodiPin {
  readonly id: string;
  readonly code: string;
  readonly holder: string;
}

async function kodiAsks(harness: Harness, path: string, clientId: string): Promise<KodiPin> {
  const headers = { 'x-plex-client-identifier': clientId, 'x-plex-product': 'Plex for Kodi' };
  const { status, text } = await ask(harness, 'POST', path, { headers, peer: home });
  assert.equal(status, 201, text);
  const [, code = ''] = /<code>(\w+)<\/code>|\scode="(\w+)"/.exec(text)?.filter((part) => part !== undefined) ?? [];
  const [, id = ''] = /<id[^>]*>(\d+)<\/id>|\sid="(\d+)"/.exec(text)?.filter((part) => part !== undefined) ?? [];
  return { id, code, holder: clientId };
}

const approve = async (harness: Harness, { code }: KodiPin): Promise<void> => {
  const account = await harness.person('ada');
  const opened = await openCode(harness.ports, code, account.id);
  assert.ok(opened.ok);
  const yes = { pin: opened.value.id, account, address: home, place: null, mayApprove: false, approvedBy: null };
  assert.ok((await approvePin(harness.ports, yes)).ok);
};

const cancel = async (harness: Harness, { id, holder }: KodiPin): Promise<void> => {
  const headers = { 'x-plex-client-identifier': holder };
  assert.equal((await ask(harness, 'DELETE', `/api/v2/pins/${id}`, { headers, peer: home })).status, 204);
};

const wait = async (): Promise<void> => {};

const stores = {
  memory: async () => ({ store: createMemoryStore() }),
  async SQLite(context: TestContext) {
    const folder = mkdtempSync(join(tmpdir(), 'linkpin-kodi-'));
    context.after(() => rmSync(folder, { recursive: true, force: true }));
    const keys = [makeSecretKey()];
    return { store: await openSqliteStore({ file: join(folder, 'linkpin.db'), keys: createKeys(keys) }), keys };
  },
};

for (const [kind, open] of Object.entries(stores)) {
  describe(`Plex for Kodi, over the ${kind} store`, () => {
    for (const path of ['/pins.xml', '/api/v2/pins']) {
      for (const [became, settle] of Object.entries({ approved: approve, cancelled: cancel, pending: wait })) {
        it(`gets four symbols four times in a quarter of an hour from ${path}, earlier ones ${became}`, async (context) => {
          const settings = { guessesPerDay: 160, livePinsPerNetwork: 100 };
          const harness = createHarness(`kodi ${path} ${became}`, { ...(await open(context)), settings });
          context.after(() => harness.service.close());
          const pins: KodiPin[] = [];
          for (let turn = 0; turn < 4; turn += 1) {
            const pin = await kodiAsks(harness, path, `kodi ${turn}`);
            pins.push(pin);
            await settle(harness, pin);
            harness.clock.pass(200_000);
          }
          assert.deepEqual(
            pins.map(({ code }) => code.length),
            [4, 4, 4, 4],
          );
        });
      }
    }
  });
}
