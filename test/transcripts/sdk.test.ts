// The other side of the transcripts: the SDK asks what they say is sent, and makes of the answers what it should.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { createDeviceClient, createPlexClient } from '@linkpin/client';
import { createHandClock, settle, type HandClock } from '../../packages/client/src/hand-clock.testing.ts';
import { createScriptedFetch, type ScriptedFetch } from '../../packages/client/src/scripted-fetch.testing.ts';
import { createNames } from './names.ts';
import { readRequest, readResponse, readTranscript, type Sent } from './transcript.ts';

const server = 'http://127.0.0.1:4747';

/** A device that asks through this `fetch` by this clock; what it answers is how its sign-in ended. */
type Device = (fetch: ScriptedFetch['fetch'], clock: HandClock) => Promise<string>;

const television: Device = async (fetch, clock) => {
  const facts = { clientIdentifier: 'living-room-tv', product: 'Plex for TV' };
  const signIn = await createPlexClient({ ...facts, server, fetch, clock }).requestPin();
  return (await signIn.wait()).kind;
};

const oauthTelevision: Device = async (fetch, clock) => {
  const endpoints = {
    deviceAuthorizationEndpoint: `${server}/oauth/device_authorization`,
    tokenEndpoint: `${server}/oauth/token`,
  };
  const client = createDeviceClient({ endpoints, clientId: 'tv', scope: 'watch', fetch, clock });
  return (await (await client.requestCode()).wait()).kind;
};

const stories: readonly (readonly [string, Device, string])[] = [
  ['plex-v2/waiting', television, 'approved'],
  ['plex-v2/waiting-without-room', television, 'denied'],
  ['oauth/waiting', oauthTelevision, 'approved'],
  ['oauth/waiting-without-room', oauthTelevision, 'denied'],
];

/** A request with nothing in it that may differ: the order and case of header names, the order of a form. */
const plain = ({ method, target, headers, body }: Sent): unknown => ({
  method,
  target,
  headers: headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`).sort(),
  form: Object.fromEntries(new URLSearchParams(body)),
});

for (const [story, device, ending] of stories) {
  it(`the SDK plays its part in ${story}.txt`, async () => {
    const names = createNames();
    const clock = createHandClock();
    const answers: ((response: Response) => void)[] = [];
    const script = createScriptedFetch(() => new Promise((resolve) => answers.push(resolve)));
    const outcome = device(script.fetch, clock);
    let asked = 0;
    for (const step of readTranscript(readFileSync(new URL(`${story}.txt`, import.meta.url), 'utf8'))) {
      if (step.kind === 'deed' && step.text.startsWith('wait ')) await clock.pass(Number(step.text.slice(5)) * 1000);
      if (step.kind !== 'exchange') continue;
      await settle();
      assert.equal(script.seen.length, (asked += 1), `by now it has asked ${asked} times`);
      const seen = script.seen.at(-1) ?? assert.fail();
      const target = `${seen.url.pathname}${seen.url.search}`;
      const sent = { method: seen.method, target, headers: [...seen.headers], body: seen.body };
      assert.deepEqual(plain(sent), plain(readRequest(step.request.map(names.fill))));
      const came = readResponse(step.response);
      names.learn(came);
      answers.shift()?.(
        new Response(came.body, { status: came.status, headers: came.headers.map(([...pair]) => pair) }),
      );
    }
    assert.equal(await outcome, ending);
    assert.equal(clock.outstanding(), 0);
  });
}
