import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startServer } from '../test/postgres/server.ts';
import { installRivals } from './support/install-rivals.mjs';
import { failovers, tables } from './support/postgresql-failovers.mjs';
import { median } from './support/side-by-side.mjs';

export const id = 'postgresql-clients';
export const title = 'Which client library for PostgreSQL: pg or postgres.js?';
export const long = true;

const rounds = 3;
const ms = 600;

/** Named statements are prepared once a connection; unnamed ones also work behind PgBouncer in transaction mode. */
const kinds = ['named', 'unnamed', 'pipelined named', 'pipelined unnamed'];
const libraries = { pg: 'pg', postgres: 'postgres.js' };
const loads = [
  { what: 'read', atOnce: 1 },
  { what: 'read', atOnce: 64 },
  { what: 'insert', atOnce: 1 },
  { what: 'insert', atOnce: 64 },
  { what: 'transaction', atOnce: 1 },
  { what: 'transaction', atOnce: 64 },
];

export async function run() {
  await installRivals();
  const slow = loads.filter(({ what }) => what !== 'read');
  return [
    ...installed(),
    ...imports(),
    ...(await failovers(rounds)),
    ...(await onServer(false, loads)),
    ...(await onServer(true, slow)),
  ];
}

/** What `npm install` brings, dependencies included. */
function installed() {
  const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', import.meta.url), 'utf8'));
  const closure = (name, seen = new Set()) => {
    if (seen.has(name)) return seen;
    seen.add(name);
    for (const other of Object.keys(packages[`node_modules/${name}`].dependencies ?? {})) closure(other, seen);
    return seen;
  };
  return Object.entries(libraries).flatMap(([name, shown]) => {
    const all = [...closure(name)];
    const size = all.reduce((sum, one) => sum + sizeOf(new URL(`node_modules/${one}`, import.meta.url).pathname), 0);
    return [
      { name: `${shown}, packages`, value: all.length, unit: '', rival: true },
      { name: `${shown}, installed`, value: size / 1024, unit: 'KiB', rival: true },
    ];
  });
}

const sizeOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

/** A process that imports it and ends, beside one that only ends. */
function imports() {
  const programs = {
    nothing: '',
    ...Object.fromEntries(Object.keys(libraries).map((name) => [name, `await import('${name}')`])),
  };
  const taken = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let round = 0; round < 15; round += 1) {
    for (const [name, program] of Object.entries(programs)) {
      const start = performance.now();
      const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
        cwd: import.meta.dirname,
      });
      if (status !== 0) throw new Error(`import of ${name} failed`);
      taken[name].push(performance.now() - start);
    }
  }
  return Object.entries(libraries).map(([name, shown]) => ({
    name: `${shown}, import`,
    value: median(taken[name]) - median(taken.nothing),
    unit: 'ms',
    rival: true,
  }));
}

async function onServer(durable, chosen) {
  await using server = await startServer({ durable });
  await using database = await server.freshDatabase();
  await database.sql(...tables);
  const contestants = Object.keys(libraries).flatMap((library) =>
    kinds.map((kind) => ({ library, kind, ...startClient(library, kind, database.url), taken: {} })),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const load of chosen) {
      for (const one of contestants.filter((contestant) => doesIt(contestant, load))) {
        (one.taken[nameOf(load)] ??= []).push(await one.tell({ ...load, ms }, server));
      }
    }
  }
  await Promise.all(contestants.map((one) => one.stop()));
  return chosen.flatMap((load) =>
    contestants
      .filter((one) => doesIt(one, load))
      .flatMap(({ library, kind, taken }) => {
        const all = taken[nameOf(load)];
        const name = `${durable ? 'fsync, ' : ''}${nameOf(load)}: ${libraries[library]}, ${kind}`;
        const row = (what, unit) => ({
          name: `${name}, ${what}`,
          value: median(all.map((one) => one[what])),
          unit,
          spread: [Math.min(...all.map((one) => one[what])), Math.max(...all.map((one) => one[what]))],
          rival: true,
        });
        return [row('rate', 'rate', '/s'), row('cpu', 'our CPU', 'µs'), row('serverCpu', "server's CPU", 'µs')];
      }),
  );
}

/** Statements that do not belong together are pipelined by postgres.js in any case, where it can. */
const doesIt = ({ library, kind }, { what }) =>
  library === 'pg' || what === 'transaction' || !kind.startsWith('pipelined');

const nameOf = ({ what, atOnce }) => `${what}, ${atOnce} at once`;

function startClient(library, kind, url) {
  const program = new URL('support/postgresql-client.mjs', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, library, kind, url], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value } = await lines.next();
    if (value === undefined) throw new Error(`${libraries[library]}, ${kind} left`);
    return JSON.parse(value);
  };
  return {
    async tell(load, server) {
      child.stdin.write(`${JSON.stringify(load)}\n`);
      await answer();
      const before = server.cpu();
      const result = await answer();
      return { ...result, serverCpu: ((server.cpu() - before) * 1000) / result.count };
    },
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
