// How many of the server's files run for one request, counted by V8's precise coverage in this process.
import { Agent } from 'node:http';
import { Session } from 'node:inspector/promises';
import { createMemoryStore, createService, makeSecretKey } from '@linkpin/server';
import { benchClient } from './support/bench-client.mjs';
import { hiddenFields, send } from './support/browser.mjs';
import { stepsOf } from './support/sign-in-steps.mjs';

export const id = 'S1';
export const title = "How many of the server's files run for a poll, and for an approval?";

const settings = { port: 0, logLevel: 'silent', registration: 'open' };

const ours = /\/packages\/server\/(?:dist|src)\/(.+)\.[jt]s$/;

/** The files of which a function was called while `act` ran. */
async function filesOf(session, act) {
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await act();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  await session.post('Profiler.stopPreciseCoverage');
  return result.flatMap(({ url, functions }) => {
    const name = ours.exec(url)?.[1];
    return name !== undefined && functions.some(({ ranges }) => ranges[0].count > 0) ? [name] : [];
  });
}

export async function run() {
  const store = createMemoryStore();
  const service = createService({ keys: [makeSecretKey()], store, settings });
  await store.oauthClients.add(benchClient);
  const port = Number(new URL(await service.listen()).port);
  const agent = new Agent({ keepAlive: true });
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  try {
    const steps = stepsOf.linkpin({ port });
    const plexPin = async () => {
      const headers = { accept: 'application/json', 'x-plex-client-identifier': 'bench-tv' };
      const made = JSON.parse((await send(agent, port, 'POST', '/api/v2/pins', { headers })).text);
      return () => send(agent, port, 'GET', `/api/v2/pins/${made.id}`, { headers });
    };
    // Each step runs once before it is counted, so that lazy initialisation is not.
    const browser = await steps.person(agent, 1);
    await steps.approve(agent, await steps.ask(agent), browser);
    const [readPin, codes] = [await plexPin(), await steps.ask(agent)];
    await readPin();
    const tokenPoll = await steps.ask(agent);
    await steps.poll(agent, codes);

    const plex = await filesOf(session, readPin);
    const oauth = await filesOf(session, () => steps.poll(agent, tokenPoll));
    const { userCode } = await steps.ask(agent);
    const entry = await browser.get(agent, '/link');
    const question = await browser.post(agent, '/link', { ...hiddenFields(entry), code: userCode });
    const yes = { ...hiddenFields(question), scope: 'watch', mine: 'on', answer: 'yes' };
    let done;
    const approval = await filesOf(session, async () => {
      done = await browser.post(agent, '/pin', yes);
    });
    if (!done.text.includes('action="/done"')) throw new Error(`not approved: ${done.text.slice(0, 500)}`);
    return [
      { name: 'a pending poll, plex', value: plex.length, unit: 'files', aim: '≤ 14' },
      { name: 'a pending poll, token endpoint', value: oauth.length, unit: 'files', aim: '≤ 14' },
      { name: 'an approval on the page, and the page after it', value: approval.length, unit: 'files', aim: '≤ 14' },
    ];
  } finally {
    session.disconnect();
    agent.destroy();
    await service.close();
  }
}
