import { installRivals } from './support/install-rivals.mjs';
import { median, ratio, runLoad, startServer } from './support/side-by-side.mjs';

export const id = 'P11';
export const title = 'What does a whole sign-in cost beside oidc-provider and better-auth?';

const rounds = 5;

/** Sign-ins per round: enough for a second or two of a server's CPU time. */
const contestants = {
  memory: { name: 'linkpin, memory store', program: 'linkpin', options: { store: 'memory' }, count: 400 },
  oidcProvider: { name: 'oidc-provider 9.13.3, memory', program: 'oidc-provider', rival: true, count: 120 },
  sqlite: { name: 'linkpin, SQLite', program: 'linkpin', options: { store: 'sqlite' }, count: 400 },
  betterAuth: { name: 'better-auth 1.7.7, SQLite', program: 'better-auth', rival: true, count: 80 },
};

export async function run() {
  await installRivals();
  const started = [];
  for (const { program, options, count } of Object.values(contestants)) {
    started.push({ program, count, server: await startServer(`${program}.mjs`, options) });
  }
  const load = new URL('support/sign-in-load.mjs', import.meta.url);
  const taken = await runLoad(load, { contestants: started, rounds });
  await Promise.all(started.map(({ server }) => server.stop()));
  const [memory, oidcProvider, sqlite, betterAuth] = taken.map((all) => ({ rounds: all }));
  const middle = (index, what) => median(taken[index].map((one) => one[what]));
  return [
    { name: "better-auth's CPU over ours, SQLite", ...ratio(betterAuth, sqlite, 'cpu'), aim: '≥ 10' },
    { name: "oidc-provider's CPU over ours, memory", ...ratio(oidcProvider, memory, 'cpu'), aim: '≥ 2' },
    { name: 'by rate: SQLite over better-auth', ...ratio(sqlite, betterAuth, 'rate') },
    { name: 'by rate: memory store over oidc-provider', ...ratio(memory, oidcProvider, 'rate') },
    ...Object.values(contestants).flatMap(({ name, rival }, index) => [
      { name: `${name}: CPU`, value: middle(index, 'cpu'), unit: 'µs', rival },
      { name: `${name}: of it for the approval`, value: middle(index, 'approval'), unit: 'µs', rival },
      { name, value: middle(index, 'rate'), unit: '/s', rival },
    ]),
  ];
}
