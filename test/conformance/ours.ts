// A service of ours for the checks, in this process, on a clock that is moved by hand.
import assert from 'node:assert/strict';
import type { Bench } from '../../packages/linkpin/src/conformance/bench.ts';
import { Unreachable } from '../../packages/linkpin/src/conformance/check.ts';
import { createSender, readResponse } from '../../packages/linkpin/src/conformance/http.ts';
import { plexBench, type PlexBench } from '../../packages/linkpin/src/conformance/plex/device.ts';
import { oauthBench } from '../../packages/linkpin/src/conformance/rfc8628/bench.ts';
import type { OAuthBench, OAuthTarget } from '../../packages/linkpin/src/conformance/rfc8628/device.ts';
import { endpointsOf, readMetadata } from '../../packages/linkpin/src/conformance/rfc8628/discover.ts';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import { denyPin } from '../../packages/server/src/service/pins/deny-pin.ts';
import { openCode } from '../../packages/server/src/service/pins/open-code.ts';
import type { Store } from '../../packages/server/src/service/ports/store.ts';
import { registerClient } from '../harness/clients.ts';
import { password } from '../harness/people.ts';
import { Person } from '../harness/person.ts';
import { createHarness, type Harness } from '../harness/service.ts';

/** What stands between a check and the service. */
export type Layer = (request: Request, next: (request: Request) => Promise<Response>) => Promise<Response>;

/** How a bench reaches the service. */
export interface Through {
  readonly layer?: Layer;
  /** In the place of Ada's own. */
  readonly decide?: Bench['decide'];
  readonly guess?: boolean;
  readonly target?: Partial<OAuthTarget>;
}

/** A service with clients and a person. */
export interface Ours {
  readonly harness: Harness;
  /** Ada's answer. */
  readonly decide: Bench['decide'];
  /** A bench of OAuth, through a layer. */
  oauth(through?: Through): Promise<OAuthBench>;
  /** A bench of plex.tv's API, through a layer. */
  plex(through?: Through): PlexBench;
}

const issuer = 'https://link.example';
export const secret = 'a secret with %, + and :';

/** @param store default: memory */
export async function startOurs(store?: Store): Promise<Ours> {
  const harness = createHarness('conformance', {
    settings: { publicUrl: issuer },
    ...(store === undefined ? {} : { store }),
  });
  const { service, ports, clock } = harness;
  await registerClient(harness, 'tv');
  await registerClient(harness, 'radio');
  await registerClient(harness, 'box', { authMethod: 'client_secret_basic' }, secret);
  const ada = await harness.person('ada');
  const send = (request: Request): Promise<Response> => service.fetch(request, { peer: '203.0.113.7' });
  const person = new Person(issuer, undefined, send);
  await person.signIn('ada', password);

  const decide: Bench['decide'] = async ({ userCode }, decision) => {
    const opened = await openCode(ports, userCode, ada.id);
    if (!opened.ok) throw new Unreachable(opened.refusal.kind);
    const pin = opened.value.id;
    const yes = { pin, account: ada, address: '203.0.113.7', place: null, mayApprove: true, approvedBy: null };
    const decided = decision === 'approve' ? await approvePin(ports, yes) : await denyPin(ports, pin, ada.id);
    if (!decided.ok) throw new Unreachable(decided.refusal.kind);
  };

  const benchThrough = ({ layer = (request, next) => next(request), guess = false, ...given }: Through): Bench => {
    const sender = createSender(async ({ method, url, headers, body }) =>
      readResponse(
        await layer(
          new Request(url, { method, headers, redirect: 'manual', ...(body === null ? {} : { body }) }),
          send,
        ),
      ),
    );
    return {
      send: (request, options) => sender.send(request, options),
      now: clock.now,
      async wait(seconds) {
        clock.pass(seconds * 1000);
      },
      canWait: () => true,
      decide: given.decide ?? decide,
      mayGuess: guess,
    };
  };

  const approverToken = await tokenOf(plexBench(benchThrough({}), { server: issuer, approverToken: '' }));

  return {
    harness,
    decide,
    async oauth(through = {}) {
      const bench = benchThrough(through);
      const metadata = await readMetadata(bench, issuer);
      return oauthBench(bench, {
        issuer,
        ...endpointsOf(issuer, metadata, {
          deviceEndpoint: `${issuer}/oauth/device_authorization`,
          tokenEndpoint: `${issuer}/oauth/token`,
        }),
        metadata,
        client: { id: 'tv', secret: null },
        otherClient: { id: 'radio', secret: null },
        secretClient: { id: 'box', secret },
        scope: 'watch record',
        pageCookie: person.cookie,
        ...through.target,
      });
    },
    plex: (through = {}) => plexBench(benchThrough(through), { server: issuer, approverToken }),
  };
}

/** The token of a device that may approve others. */
async function tokenOf({ send, decide, target: { server } }: PlexBench): Promise<string> {
  const headers = {
    accept: 'application/json',
    'x-plex-client-identifier': 'approver',
    'linkpin-ask': 'approver',
  };
  const { came } = await send({ method: 'POST', url: `${server}/api/v2/pins`, headers, body: null });
  const { id, code } = JSON.parse(came.body) as { readonly id: number; readonly code: string };
  await decide({ userCode: code, verificationUri: '', verificationUriComplete: null }, 'approve');
  const read = await send({ method: 'GET', url: `${server}/api/v2/pins/${id}`, headers, body: null });
  const { authToken } = JSON.parse(read.came.body) as { readonly authToken: unknown };
  assert.ok(typeof authToken === 'string');
  return authToken;
}
