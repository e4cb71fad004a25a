// A service on a socket, whose time passes while a client waits and never else.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { approvePin } from '../../../packages/server/src/service/pins/approve-pin.ts';
import { denyPin } from '../../../packages/server/src/service/pins/deny-pin.ts';
import { openCode } from '../../../packages/server/src/service/pins/open-code.ts';
import type { OAuthClient } from '../../../packages/server/src/service/ports/oauth-clients.ts';
import { registerClient } from '../../harness/clients.ts';
import { movableClock } from '../../harness/clock.ts';
import type { TestOptions } from '../../harness/dependencies.ts';
import { createHarness, type Harness } from '../../harness/service.ts';
import { startPeer, type Peer } from '../peer.ts';

/** What happens while a client waits; a number it returns is how long the wait really takes, in seconds. */
export type Meanwhile = () => Promise<number | void> | number | void;

export interface Clocked {
  readonly harness: Harness;
  readonly issuer: string;
  /** How long the client waited, each time, in seconds. */
  readonly waits: number[];
  /** One thing for each of the waits to come; without one a wait just passes. */
  meanwhile(...things: readonly Meanwhile[]): void;
  /** Lets time pass for the service, in seconds. */
  pass(seconds: number): void;
  /** Registers a client: public, with JWTs for `https://api.example`, unless told otherwise. */
  register(client: Partial<OAuthClient> & { readonly id: string }): Promise<void>;
  approve(userCode: string, scopes?: readonly string[]): Promise<void>;
  deny(userCode: string): Promise<void>;
  peer(program: string): Peer;
  close(): Promise<void>;
}

/** @param options what the service is to have otherwise, such as a store */
export async function startClocked(seed: string, options: Pick<TestOptions, 'store'> = {}): Promise<Clocked> {
  const harness = createHarness(seed, { ...options, clock: movableClock(Date.now) });
  let ahead = 0;
  const pass = (seconds: number): void => {
    ahead += seconds * 1000;
    harness.clock.pass(seconds * 1000);
  };
  const issuer = await harness.service.listen();
  const ada = await harness.person('ada');
  const waits: number[] = [];
  const things: Meanwhile[] = [];
  const peers: Peer[] = [];

  const wait = async (seconds: number): Promise<void> => {
    waits.push(seconds);
    pass((await things.shift()?.()) ?? seconds);
  };
  const time = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => void wait(Number(text) / 1000).then(() => response.end(String(ahead))));
  });
  await new Promise<void>((resolve) => time.listen(0, '127.0.0.1', resolve));
  const timeUrl = `http://127.0.0.1:${(time.address() as AddressInfo).port}/`;

  const opened = async (userCode: string): Promise<string> => {
    const result = await openCode(harness.ports, userCode, ada.id);
    assert.ok(result.ok, JSON.stringify(result));
    return result.value.id;
  };

  return {
    harness,
    issuer,
    waits,
    meanwhile(...more) {
      waits.length = 0;
      things.splice(0, things.length, ...more);
    },
    pass,
    register: ({ id, ...parts }) => registerClient(harness, id, { accessTokens: 'jwt', ...parts }),
    async approve(userCode, scopes) {
      const yes = { account: ada, address: '127.0.0.1', place: null, mayApprove: false, approvedBy: null };
      const pinId = await opened(userCode);
      assert.ok(
        (await approvePin(harness.ports, { pin: pinId, ...yes, ...(scopes === undefined ? {} : { scopes }) })).ok,
      );
    },
    async deny(userCode) {
      assert.ok((await denyPin(harness.ports, await opened(userCode), ada.id)).ok);
    },
    peer(program) {
      const peer = startPeer(`../oauth/peers/${program}.mjs`, [], {
        load: '../oauth/peers/own-time.mjs',
        env: { LINKPIN_TIME: timeUrl },
      });
      peers.push(peer);
      return peer;
    },
    async close() {
      for (const peer of peers) peer.close();
      time.close();
      time.closeAllConnections();
      await harness.service.close();
    },
  };
}
