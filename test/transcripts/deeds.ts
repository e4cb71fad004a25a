// What people and time do in a transcript: its lines that begin with `@`.
import assert from 'node:assert/strict';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import { denyPin } from '../../packages/server/src/service/pins/deny-pin.ts';
import { openCode } from '../../packages/server/src/service/pins/open-code.ts';
import type { OAuthClient } from '../../packages/server/src/service/ports/oauth-clients.ts';
import { aDevice, deviceClaims } from '../support/device.ts';
import { until } from '../support/until.ts';
import { operatorsClient } from '../harness/clients.ts';
import type { Harness } from '../harness/service.ts';
import type { Adapter } from './adapters.ts';
import type { Step } from './transcript.ts';

/** A registered client; a confidential one's secret is its id turned round. */
function clientOf({ ports }: Harness, id: string, kind: string, scopes: readonly string[]): OAuthClient {
  const isConfidential = kind === 'confidential';
  return operatorsClient(id, {
    authMethod: isConfidential ? 'client_secret_basic' : 'none',
    secretHash: isConfidential ? ports.keys.hash([...id].toReversed().join('')) : null,
    scopes,
    accessTokens: kind === 'opaque' || isConfidential ? 'opaque' : 'jwt',
    createdAt: ports.clock.now(),
  });
}

/** `another device waits`: it holds a poll until the end of the story. */
async function anotherWaits(harness: Harness, adapter: Adapter): Promise<void> {
  const headers = [
    ['Accept', 'application/json'],
    ['X-Plex-Client-Identifier', 'another'],
  ] as const;
  const created = await adapter({ method: 'POST', target: '/api/v2/pins', headers, body: '' });
  const { id } = JSON.parse(created.body) as { readonly id: number };
  const prefer = [...headers, ['Prefer', 'wait=25']] as const;
  void adapter({ method: 'GET', target: `/api/v2/pins/${id}`, headers: prefer, body: '' });
  await until('the poll is held', () => harness.localNotifier.isWatched());
}

/** What people and time do between two exchanges, or while an answer is held. */
export async function doDeed(harness: Harness, adapter: Adapter, text: string): Promise<void> {
  const [verb, ...words] = text.split(' ');
  const [code = '', , name = 'ada'] = words;
  const account = await harness.person(name);
  const opened = async (): Promise<string> => {
    const result = await openCode(harness.ports, code, account.id);
    assert.ok(result.ok, JSON.stringify(result));
    return result.value.id;
  };
  switch (verb) {
    case 'with':
      return; // the service was made so
    case 'wait':
      return harness.clock.pass(Number(words[0]) * 1000);
    case 'open':
      return void (await opened());
    case 'approve': {
      const mayApprove = words.includes('fully');
      const yes = { account, address: '127.0.0.1', place: null, mayApprove, approvedBy: null };
      assert.ok((await approvePin(harness.ports, { pin: await opened(), ...yes })).ok);
      return;
    }
    case 'deny':
      assert.ok((await denyPin(harness.ports, await opened(), account.id)).ok);
      return;
    case 'another':
      return anotherWaits(harness, adapter);
    case 'register':
      return void (await harness.person(words[0] ?? ''));
    case 'client': {
      const [id = '', kind = 'public', ...scopes] = words;
      assert.ok(await harness.store.oauthClients.add(clientOf(harness, id, kind, scopes)));
      return;
    }
    case 'revoke':
      for (const grant of await harness.store.grants.listFor((await harness.person(words[0] ?? '')).id)) {
        await harness.store.grants.revoke(grant.id, grant.account, harness.ports.clock.now());
      }
      return;
    default:
      throw new Error(`No such deed: ${text}`);
  }
}

/** The seed of the key in the fixtures. */
const firstKey = '6eda3b78202c636f86b075cd21a17b5c36a305960dfa0319565d17c4bb2ac02a';

/** `sign as HOLDER`, `sign as HOLDER with another key`: a device JWT for the last nonce. */
export function signed({ ports }: Harness, text: string, nonce: string): string {
  const [, holder = '', another] = /^sign as (\S+)( with another key)?$/.exec(text) ?? [];
  return aDevice(another === undefined ? firstKey : 'another').sign(deviceClaims(nonce, holder, ports.clock.now()));
}

/** `@ with clientRegistration=open …`: settings that are not as they are by default. */
export function settingsOf(steps: readonly Step[]): Readonly<Record<string, string>> {
  const pairs = steps.flatMap((step) =>
    step.kind === 'deed' && step.text.startsWith('with ') ? step.text.split(' ').slice(1) : [],
  );
  return Object.fromEntries(pairs.map((pair) => pair.split('=', 2) as [string, string]));
}
