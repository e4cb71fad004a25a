import { ours, pollsOf } from './support/device-codes.mjs';
import { installRivals } from './support/install-rivals.mjs';
import { inTurns, startServer } from './support/side-by-side.mjs';

export const id = 'P4';
export const title = 'How many pending polls at the token endpoint beside oidc-provider and better-auth?';

export async function run() {
  await installRivals();
  const started = {
    memory: { ...(await startServer('linkpin.mjs', { store: 'memory' })), ...ours },
    oidcProvider: await startServer('oidc-provider.mjs'),
    sqlite: { ...(await startServer('linkpin.mjs', { store: 'sqlite' })), ...ours },
    betterAuth: await startServer('better-auth.mjs'),
  };
  // Enough for a turn of a second and a half; oidc-provider minds no pace.
  const counts = { memory: 35_000, oidcProvider: 5000, sqlite: 16_000, betterAuth: 2500 };
  const polls = {};
  for (const [name, server] of Object.entries(started)) {
    polls[name] = await pollsOf(server, counts[name], 1);
  }
  const rates = await inTurns(Object.fromEntries(Object.entries(polls).map(([name, { load }]) => [name, load])));
  await Promise.all(Object.values(started).map((server) => server.stop()));
  for (const { forget } of Object.values(polls)) forget();
  return [
    { name: 'linkpin, memory store', value: rates.memory, unit: '/s' },
    { name: 'oidc-provider 9.13.3, memory', value: rates.oidcProvider, unit: '/s', rival: true },
    { name: 'linkpin, SQLite', value: rates.sqlite, unit: '/s' },
    { name: 'better-auth 1.7.7, SQLite', value: rates.betterAuth, unit: '/s', rival: true },
    {
      name: 'memory store over oidc-provider',
      value: rates.memory / rates.oidcProvider,
      unit: 'ratio',
      aim: '≥ 5',
    },
    {
      name: 'SQLite over better-auth',
      value: rates.sqlite / rates.betterAuth,
      unit: 'ratio',
      aim: '≥ 25',
    },
  ];
}
