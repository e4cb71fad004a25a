// SIGTERM with everything open at once: held polls and event streams of both protocols, and approvals in flight.
import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { test, type TestContext } from 'node:test';
import { addUser, password, run, serve, serveAgain } from '../command/linkpin.ts';
import { Person, type Page } from '../harness/person.ts';
import { nodeAdapter, type Adapter, type Reply } from './holding.ts';

/** A device with a code. */
interface Device {
  readonly code: string;
  /** A held poll is answered when a person opens the code. */
  readonly noticesOpening: boolean;
  /** The path of its event stream. */
  readonly events: string;
  poll(adapter: Adapter, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  isPending(reply: Reply): boolean;
  hasToken(reply: Reply): boolean;
}

async function plex(adapter: Adapter): Promise<Device> {
  const device = { 'x-plex-client-identifier': 'tv', accept: 'application/json' };
  const { json } = await adapter({ method: 'POST', path: '/api/v2/pins', headers: device });
  const path = `/api/v2/pins/${String(json['id'])}`;
  return {
    code: String(json['code']),
    noticesOpening: true,
    events: `${path}/events?X-Plex-Client-Identifier=tv`,
    poll: (at, headers) => at({ method: 'GET', path, headers: { ...device, ...headers } }),
    isPending: (reply) => reply.status === 200 && reply.json['authToken'] === null,
    hasToken: (reply) => typeof reply.json['authToken'] === 'string',
  };
}

async function oauth(adapter: Adapter): Promise<Device> {
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const asked = { method: 'POST', path: '/oauth/device_authorization', headers: type, body: 'client_id=tv' };
  const { json } = await adapter(asked);
  const { pathname } = new URL(String(json['linkpin_events']));
  const grant = encodeURIComponent('urn:ietf:params:oauth:grant-type:device_code');
  const body = `client_id=tv&grant_type=${grant}&device_code=${String(json['device_code'])}`;
  return {
    code: String(json['user_code']),
    noticesOpening: false,
    events: pathname,
    poll: (at, headers) => at({ method: 'POST', path: '/oauth/token', headers: { ...type, ...headers }, body }),
    isPending: (reply) => reply.json['error'] === 'authorization_pending',
    hasToken: (reply) => typeof reply.json['access_token'] === 'string',
  };
}

/** How many devices of each protocol there are, every one with a held poll and an event stream. */
const perProtocol = 20;
/** How many of each protocol the person approves while the service is told to stop. */
const approvedPerProtocol = 4;

/** Sends an approval. Returns whether it was taken; null if it came too late for a response. */
async function approve(ada: Person, url: string, consent: Page): Promise<boolean | null> {
  const form = consent.forms.find(({ names }) => names.has('mine')) ?? assert.fail(consent.html);
  const body = new URLSearchParams([...form.given, ['mine', 'on'], ['answer', 'yes']] as [string, string][]);
  const headers = { cookie: ada.cookie, origin: url };
  const sent = { method: 'POST', body, headers, redirect: 'manual' } as const;
  return fetch(`${url}${form.action}`, sent).then(
    ({ status }) => status === 303,
    () => null,
  );
}

const held = { prefer: 'wait=25' };

/** An adapter for one device: one connection, so that all its requests go to one thread. */
function ownAdapter(t: TestContext, url: string): Adapter {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  return nodeAdapter(url, agent);
}

for (const workers of ['1', '2']) {
  test(`SIGTERM answers held polls, ends event streams and loses no approval (workers: ${workers})`, async (t) => {
    const options = ['--workers', workers, '--issues-per-minute', '1000', '--live-pins-per-network', '1000'];
    const served = await serve(t, options);
    await addUser(served, 'ada');
    const client = await run(['client', 'add', 'tv', '--public', '--data', served.data], served.env);
    assert.equal(client.code, 0, client.stderr);
    const ada = new Person(served.url);
    await ada.signIn('ada', password);
    const devices = await Promise.all(
      [plex, oauth].flatMap((begin) =>
        Array.from({ length: perProtocol }, async () => {
          const adapter = ownAdapter(t, served.url);
          return { adapter, ...(await begin(adapter)) };
        }),
      ),
    );
    const decided = [...devices.slice(0, approvedPerProtocol), ...devices.slice(-approvedPerProtocol)];
    const consents: Page[] = [];
    for (const device of decided) {
      consents.push(await ada.typeCode(device.code));
      if (device.noticesOpening) assert.ok(device.isPending(await device.poll(device.adapter, held)));
    }

    const streams = await Promise.all(devices.map(({ events }) => fetch(`${served.url}${events}`)));
    const texts = streams.map((stream) => stream.text());
    let answered = 0;
    const answers: Promise<Reply>[] = [];
    const read = devices.map(
      (device) =>
        new Promise<void>((resolve) => {
          const adapter: Adapter = (asking) => device.adapter({ ...asking, read: resolve });
          answers.push(device.poll(adapter, held).finally(() => (answered += 1)));
        }),
    );
    await Promise.all(read);
    assert.equal(answered, 0, 'every poll is held');
    const approvals = consents.map((consent) => approve(ada, served.url, consent));
    await Promise.race(approvals);
    served.child.kill('SIGTERM');
    const { code, signal } = await served.finished;
    assert.deepEqual([code, signal], [0, null]);

    for (const text of await Promise.all(texts))
      assert.match(text, /^retry: 3000\n\n(event: changed\ndata: changed\n\n)*$/);
    const replies = await Promise.all(answers);
    for (const [at, device] of devices.entries()) {
      const reply = replies[at] ?? assert.fail();
      assert.ok(device.hasToken(reply) || device.isPending(reply), reply.text);
      if (device.isPending(reply)) assert.equal(reply.header('preference-applied'), null, 'it is told to come again');
    }

    const again = nodeAdapter((await serveAgain(t, served, options)).url);
    const taken = await Promise.all(approvals);
    t.diagnostic(
      `of ${taken.length} approvals ${taken.filter((isTaken) => isTaken === true).length} were taken in time`,
    );
    for (const [at, device] of devices.entries()) {
      const hadToken = device.hasToken(replies[at] ?? assert.fail());
      const reply = await device.poll(again);
      const isTaken = taken[decided.indexOf(device)];
      if (isTaken === true) assert.ok(hadToken || device.hasToken(reply), `an approval is lost: ${reply.text}`);
      else if (isTaken === undefined) assert.ok(device.isPending(reply), reply.text);
    }
  });
}
