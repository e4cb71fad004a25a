import { existsSync } from 'node:fs';
import { createImports } from './imports.mjs';
import { at } from './paths.mjs';
import { realTests, unitTests } from './tests.mjs';

/**
 * What lets time pass, or limits it: a timer, a turn of the event loop, a clock that runs by itself. In quotes it is the name
 * of a timer that a test replaces by its own.
 */
const waits =
  /timers\/promises|(?<!')\b(?:setTimeout|setInterval|setImmediate|AbortSignal\.timeout|systemClock)\b(?!')/;

const overAndOver = 'starts the command over and over; it waits for what is shown or answered, to a far limit';

/**
 * Tests that `npm run steady` only runs when named, with the reason: twenty runs would take longer than all others
 * together. `npm test` runs them twice.
 */
export const leftOut = {
  'test/postgres/outages.test.ts': 'kills and stops servers for a minute; it waits for answers, to a far limit',
  'test/postgres/start.test.ts': 'starts servers and asks them in vain; it waits for answers, to a far limit',
  'test/attack/attack.test.ts': 'plays for half a minute; it waits for answers',
  'test/browser/number.test.ts': 'starts a browser; it waits for pages and for what the store says, to a far limit',
  'test/chaos/chaos.test.ts': 'starts a cluster and kills replicas for a minute; it waits for answers, to a far limit',
  'test/chaos/service.test.ts': 'plays hundreds of sign-ins for a minute; it waits for answers',
  'test/clients/sdk-types/sdk-types.test.ts': 'its programs, with a limit of time in them, are compiled and not run',
  'test/command/account.test.ts': overAndOver,
  'test/command/blocks.test.ts': overAndOver,
  'test/command/browser-login.test.ts': overAndOver,
  'test/command/resource-login.test.ts': overAndOver,
  'test/command/keeping.test.ts': overAndOver,
  'test/command/login.test.ts': overAndOver,
  'test/command/migrate.test.ts': overAndOver,
  'test/command/move.test.ts': overAndOver,
  'test/command/oauth-account.test.ts': overAndOver,
  'test/command/oauth-login.test.ts': overAndOver,
  'test/command/operator.test.ts': overAndOver,
  'test/command/output.test.ts': overAndOver,
  'test/command/plain-http.test.ts': overAndOver,
  'test/command/postgres.test.ts': overAndOver,
  'test/command/proxy.test.ts': overAndOver,
  'test/command/serve.test.ts': overAndOver,
  'test/command/users.test.ts': overAndOver,
  'test/command/versions.test.ts': overAndOver,
  'test/command/workers.test.ts': overAndOver,
  'test/docs/cluster.test.ts':
    'starts a cluster by the commands of its page; it waits for what is answered, to a far limit',
  'test/durability/full-start.test.ts': 'fills a database of 300 MiB; it waits for answers',
  'test/examples/next.test.ts': 'builds an app and starts a browser; it waits for pages, to a far limit',
  'test/examples/sign-in-with-plex.test.ts': 'starts a browser; it waits for pages, to a far limit',
  'test/examples/sign-in.test.ts': 'starts its programs over and over; it waits for what they say, to a far limit',
  'test/examples/terminal.test.ts': overAndOver,
  'test/examples/tv.test.ts': 'starts browsers; it waits for pages, to a far limit',
  'test/fuzz/fuzz.test.ts': 'works all the time; its one timer is a limit of a minute for an answer',
  'test/secrets/secrets.test.ts': 'plays many journeys and reads all that they left; it waits for answers',
  'test/mutants/mutants.test.ts': 'runs the tests of others for a minute; its one timer is a far limit',
  'test/boundaries/boundaries.test.ts': 'the timers in it are planted texts, which the checks must find',
  'test/boundaries/reporter.test.ts': 'the one timer in it is a planted text, of a test that fails late',
};

/** The test files that depend on real time, directly or through test helpers. */
export function waitingTests() {
  const { importsOf, textOf } = createImports();
  const waitsSomewhere = (file, seen) => {
    if (seen.has(file)) return false;
    seen.add(file);
    return (
      waits.test(textOf(file)) ||
      importsOf(file).some(({ target }) => isOfTests(target) && waitsSomewhere(target, seen))
    );
  };
  return [...unitTests(), ...realTests()].filter((file) => waitsSomewhere(file, new Set()));
}

/** True for test code: product code takes a clock, which tests move by hand. */
function isOfTests(file) {
  return (file.startsWith('test/') || file.endsWith('.testing.ts')) && existsSync(at(file));
}
