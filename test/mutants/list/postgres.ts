import type { Mutant } from '../mutant.ts';

const folder = 'packages/server/src/stores/postgres';
const connections = ['test/postgres/connections.test.ts'];
const outages = ['test/postgres/outages.test.ts'];

/** Connections to PostgreSQL: nothing is told to be done that may not be, and no old primary is written to. */
export const postgresMutants: readonly Mutant[] = [
  {
    name: 'a transaction whose statement failed is told to be committed',
    file: `${folder}/connections.ts`,
    symbol: 'Connections',
    guard: "if (done.command !== 'COMMIT') throw failure();",
    without: '',
    tests: connections,
    named: 'a statement that failed fails',
  },
  {
    name: 'a commit whose answer was lost is run again, or told to have failed',
    file: `${folder}/connections.ts`,
    symbol: 'Connections',
    guard: 'throw error instanceof ConnectionLostError ? unknownOutcome(error) : error;',
    without: 'throw error;',
    tests: outages,
    named: 'a commit during which its connection is ended',
  },
  {
    name: 'a commit that did not wait for its standby is told to be safe',
    file: `${folder}/server-connection.ts`,
    symbol: 'ServerConnection',
    guard: 'if (this.#isUnreplicated) return reject(this.#unreplicated());',
    without: '',
    tests: outages,
    named: 'wait for the standby is cancelled',
  },
  {
    name: 'an old primary that has come back is written to',
    file: `${folder}/primary.ts`,
    symbol: 'findPrimary',
    guard: 'facts.timeline !== undefined && facts.timeline >= leastTimeline',
    without: 'facts.timeline !== undefined',
    tests: outages,
    named: 'later timeline',
  },
  {
    name: 'connections to an old primary are kept when another one is found',
    file: `${folder}/pool.ts`,
    symbol: 'Pool',
    guard: "if (isNew) this.#dropAll('another primary has taken over');",
    without: '',
    tests: outages,
    named: 'promoted later counts',
  },
  {
    name: 'errors of PostgreSQL show the values of a row',
    file: `${folder}/server-connection.ts`,
    symbol: 'ServerConnection',
    guard: "if ('detail' in error) delete error.detail;",
    without: '',
    tests: connections,
    named: 'a statement that failed fails',
  },
  {
    name: 'a server is trusted whoever has signed its certificate',
    file: `${folder}/tls.ts`,
    symbol: 'encryptions',
    guard: 'rejectUnauthorized: verifies,',
    without: 'rejectUnauthorized: false,',
    tests: ['test/postgres/start.test.ts'],
    named: 'encryption means',
  },
  {
    name: 'a server is trusted whichever host its certificate names',
    file: `${folder}/tls.ts`,
    symbol: 'encryptions',
    guard: "...(sslMode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),",
    without: '...{ checkServerIdentity: () => undefined },',
    tests: ['test/postgres/start.test.ts'],
    named: 'encryption means',
  },
];
