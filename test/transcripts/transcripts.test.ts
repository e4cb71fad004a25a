// Plays every transcript through both front doors. With UPDATE_TRANSCRIPTS=1 what comes back is written down instead.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { after, describe, it } from 'node:test';
import { approvePin } from '../../packages/server/src/service/approve-pin.ts';
import { denyPin } from '../../packages/server/src/service/deny-pin.ts';
import type { OAuthClient } from '../../packages/server/src/service/ports/oauth-clients.ts';
import { openCode } from '../../packages/server/src/service/open-code.ts';
import { aDevice, deviceClaims } from '../support/device.ts';
import { createWorld, type World } from '../support/world.ts';
import { readRequest, readTranscript, writeResponse, writeTranscript, type Came, type Sent, type Step } from './transcript.ts';

type Door = (sent: Sent) => Promise<Came>;

const fetchDoor = async ({ service }: World): Promise<Door> => {
  return async ({ method, target, headers, body }) => {
    const response = await service.fetch(
      new Request(`http://127.0.0.1:4747${target}`, {
        method,
        headers: headers.map(([name, value]) => [name, Buffer.from(value).toString('latin1')] as [string, string]),
        body: body === '' ? null : body,
      }),
      { peer: '127.0.0.1' },
    );
    return { status: response.status, headers: [...response.headers], body: await response.text() };
  };
};

const nodeDoor = async ({ service }: World): Promise<Door> => {
  const { port } = new URL(await service.listen());
  return ({ method, target, headers, body }) =>
    new Promise((resolve, reject) => {
      const request = httpRequest({
        host: '127.0.0.1',
        port,
        method,
        path: target,
        agent: false,
        headers: { host: '127.0.0.1:4747', ...Object.fromEntries(headers.map(([name, value]) => [name, Buffer.from(value).toString('latin1')])) },
      });
      request.on('error', reject);
      request.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const came = Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)]);
          resolve({ status: response.statusCode ?? 0, headers: came, body: Buffer.concat(parts).toString() });
        });
      });
      request.end(body);
    });
};

/** A registered client; a confidential one's secret is its id turned round. */
function aClient({ ports }: World, id: string, kind: string, scopes: readonly string[]): OAuthClient {
  return {
    id,
    name: `The ${id}`,
    isVerified: true,
    authMethod: kind === 'confidential' ? 'client_secret_basic' : 'none',
    secretHash: kind === 'confidential' ? ports.keys.hash([...id].toReversed().join('')) : null,
    jwks: null,
    jwksUri: null,
    scopes,
    scopeWords: {},
    numberMatching: false,
    whenFar: 'warn',
    scopeWhenFar: {},
    unknownIsFar: false,
    audiences: ['https://api.example'],
    accessTokens: kind === 'opaque' || kind === 'confidential' ? 'opaque' : 'jwt',
    signingAlgorithm: 'EdDSA',
    accessTokenLife: null,
    refreshTokenIdle: null,
    refreshTokenLife: null,
    createdAt: ports.clock.now(),
    lastUsedAt: null,
  };
}

/** What people and time do between two exchanges. */
async function doDeed(world: World, text: string): Promise<void> {
  const [verb, ...words] = text.split(' ');
  const [code = '', , name = 'ada'] = words;
  const account = await world.person(name);
  const opened = async (): Promise<string> => {
    const result = await openCode(world.ports, code, account.id);
    assert.ok(result.ok, JSON.stringify(result));
    return result.value.key;
  };
  switch (verb) {
    case 'with':
      return; // the service was made so
    case 'wait':
      return world.wait(Number(words[0]) * 1000);
    case 'open':
      return void (await opened());
    case 'approve': {
      const mayApprove = words.includes('fully');
      const yes = { account, address: '127.0.0.1', place: null, mayApprove, approvedBy: null };
      assert.ok((await approvePin(world.ports, { pinKey: await opened(), ...yes })).ok);
      return;
    }
    case 'deny':
      assert.ok((await denyPin(world.ports, await opened(), account.id)).ok);
      return;
    case 'register':
      return void (await world.person(words[0] ?? ''));
    case 'client': {
      const [id = '', kind = 'public', ...scopes] = words;
      assert.ok(await world.store.oauthClients.add(aClient(world, id, kind, scopes)));
      return;
    }
    case 'revoke':
      for (const grant of await world.store.grants.listFor((await world.person(words[0] ?? '')).id)) {
        await world.store.grants.revoke(grant.id, grant.account, world.ports.clock.now());
      }
      return;
    default:
      throw new Error(`No such deed: ${text}`);
  }
}

/** The seed of the key in the fixtures. */
const firstKey = '6eda3b78202c636f86b075cd21a17b5c36a305960dfa0319565d17c4bb2ac02a';

/** `sign as HOLDER`, `sign as HOLDER with another key`: a device JWT for the last nonce. */
function signed({ ports }: World, text: string, nonce: string): string {
  const [, holder = '', another] = /^sign as (\S+)( with another key)?$/.exec(text) ?? [];
  return aDevice(another === undefined ? firstKey : 'another').sign(deviceClaims(nonce, holder, ports.clock.now()));
}

/** `@ with clientRegistration=open …`: settings that are not as they are by default. */
function settingsOf(steps: readonly Step[]): Readonly<Record<string, string>> {
  const pairs = steps.flatMap((step) => (step.kind === 'deed' && step.text.startsWith('with ') ? step.text.split(' ').slice(1) : []));
  return Object.fromEntries(pairs.map((pair) => pair.split('=', 2) as [string, string]));
}

async function play(world: World, door: Door, steps: readonly Step[]): Promise<readonly Step[]> {
  const known = new Map<string, string>();
  const fill = (line: string): string => line.replace(/\{(id|code|token|device_code|access_token|refresh_token|client_id|nonce|jwt)\}/g, (all, name: string) => known.get(name) ?? all);
  const played: Step[] = [];
  for (const step of steps) {
    if (step.kind === 'exchange') {
      const came = await door(readRequest(step.request.map(fill)));
      const find = (name: string, pattern: RegExp): void => {
        const value = pattern.exec(came.body)?.[1];
        if (value !== undefined && came.status < 300) known.set(name, value);
      };
      find('id', /(?:"id":|<pin id="|<id type="integer">)(\d+)/);
      find('code', /(?:"code":"|<pin id="\d+" code="|<code>)(\w+)/);
      find('code', /"user_code":"([\w-]+)/);
      for (const name of ['device_code', 'access_token', 'refresh_token', 'client_id', 'nonce']) find(name, new RegExp(`"${name}":"([^"]+)`));
      find('token', /(?:auth_?[Tt]oken(?:":|=)"|<auth_token>)([\w.-]+)/);
      played.push({ ...step, response: writeResponse(came) });
    } else {
      if (step.kind === 'deed' && step.text.startsWith('sign ')) {
        known.set('jwt', signed(world, step.text, known.get('nonce') ?? ''));
      } else if (step.kind === 'deed') await doDeed(world, fill(step.text));
      played.push(step);
    }
  }
  return played;
}

const here = new URL('.', import.meta.url);
const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.txt'));

for (const [name, open] of Object.entries({ 'the fetch door': fetchDoor, 'the Node door': nodeDoor })) {
  describe(`transcripts through ${name}`, () => {
    for (const file of files.sort()) {
      it(file, async () => {
        const written = readFileSync(new URL(file, here), 'utf8');
        const world = createWorld(file, { settings: settingsOf(readTranscript(written)) });
        after(() => world.service.close());
        const played = writeTranscript(await play(world, await open(world), readTranscript(written)));
        if (process.env['UPDATE_TRANSCRIPTS'] === '1') writeFileSync(new URL(file, here), played);
        else assert.equal(played, written);
      });
    }
  });
}
