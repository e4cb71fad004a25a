import { installRivals } from './support/install-rivals.mjs';
import { median, ratio, runLoad, startServer } from './support/side-by-side.mjs';

export const id = 'P13';
export const title = 'What does a sign-in by redirect cost beside oidc-provider?';

const rounds = 5;

/** Sign-ins per round: enough for a second of a server's CPU time. */
const contestants = {
  memory: { name: 'linkpin, memory store', program: 'linkpin', options: { store: 'memory' }, count: 240 },
  oidcProvider: { name: 'oidc-provider 9.13.3, memory', program: 'oidc-provider', rival: true, count: 160 },
  sqlite: { name: 'linkpin, SQLite', program: 'linkpin', options: { store: 'sqlite' }, count: 240 },
};

export async function run() {
  await installRivals();
  const started = [];
  for (const { program, options, count } of Object.values(contestants)) {
    started.push({ program, count, server: await startServer(`${program}.mjs`, options) });
  }
  const load = new URL('support/sign-in-load.mjs', import.meta.url);
  const taken = await runLoad(load, { contestants: started, rounds, way: 'redirect' });
  await Promise.all(started.map(({ server }) => server.stop()));
  const [memory, oidcProvider, sqlite] = taken.map((all) => ({ rounds: all }));
  const middle = (index, what) => median(taken[index].map((one) => one[what]));
  return [
    { name: "our CPU over oidc-provider's, memory", ...ratio(memory, oidcProvider, 'cpu'), aim: '≤ 1' },
    { name: "our CPU over oidc-provider's, SQLite", ...ratio(sqlite, oidcProvider, 'cpu') },
    ...Object.values(contestants).flatMap(({ name, rival }, index) => [
      { name: `${name}: CPU`, value: middle(index, 'cpu'), unit: 'µs', rival },
      { name, value: middle(index, 'rate'), unit: '/s', rival },
    ]),
  ];
}
