import { ours, pollsOf } from './support/device-codes.mjs';
import { installRivals } from './support/install-rivals.mjs';
import { bars } from './support/plot.mjs';
import { measureInTurns, ratio, startServer } from './support/side-by-side.mjs';

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
  // Enough for a turn of a second and a half; oidc-provider does not limit the poll rate.
  const counts = { memory: 75_000, oidcProvider: 5000, sqlite: 75_000, betterAuth: 2500 };
  const polls = {};
  for (const [name, server] of Object.entries(started)) {
    polls[name] = await pollsOf(server, counts[name], 1);
  }
  const measured = await measureInTurns(
    Object.fromEntries(Object.entries(polls).map(([name, { load }]) => [name, load])),
  );
  await Promise.all(Object.values(started).map((server) => server.stop()));
  for (const { forget } of Object.values(polls)) forget();
  return [
    {
      name: "oidc-provider's CPU over ours, memory",
      ...ratio(measured.oidcProvider, measured.memory, 'cpu'),
      aim: '≥ 6',
    },
    { name: "better-auth's CPU over ours, SQLite", ...ratio(measured.betterAuth, measured.sqlite, 'cpu'), aim: '≥ 30' },
    { name: 'by rate: memory store over oidc-provider', ...ratio(measured.memory, measured.oidcProvider, 'rate') },
    { name: 'by rate: SQLite over better-auth', ...ratio(measured.sqlite, measured.betterAuth, 'rate') },
    ...Object.entries(names).flatMap(([key, { name, rival }]) => [
      { name, value: measured[key].rate, unit: '/s', rival },
      { name: `${name}: CPU`, value: measured[key].cpu, unit: 'µs', rival },
      { name: `${name}: delay p50`, value: measured[key].p50, unit: 'ms', rival },
      { name: `${name}: delay p99`, value: measured[key].p99, unit: 'ms', rival },
    ]),
  ];
}

const names = {
  memory: { name: 'linkpin, memory store' },
  oidcProvider: { name: 'oidc-provider 9.13.3, memory', rival: true },
  sqlite: { name: 'linkpin, SQLite' },
  betterAuth: { name: 'better-auth 1.7.7, SQLite', rival: true },
};

export const plots = (rows) => ({
  'peers-rate': bars('Pending polls at the token endpoint, one core', 'answers a second', withUnit(rows, '/s')),
  'peers-delay': bars('How long such a poll takes, 32 at once', 'ms', withUnit(rows, 'ms')),
});

const withUnit = (rows, unit) => rows.filter((row) => row.unit === unit);
