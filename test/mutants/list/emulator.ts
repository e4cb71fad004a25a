import type { Mutant } from '../mutant.ts';

const src = 'packages/linkpin/src/emulator';
const control = [`${src}/control/control-server.test.ts`];

/** What keeps the emulator from being reached, used or trusted for more than tests. */
export const emulatorMutants: readonly Mutant[] = [
  {
    name: 'the authority of the emulator may sign for every name',
    file: `${src}/certificates/authority.ts`,
    symbol: 'createAuthority',
    guard: `extension('30', nameConstraints, true),`,
    without: '',
    tests: [`${src}/intercept.test.ts`],
    named: 'the authority counts for plex.tv alone',
  },
  {
    name: 'connections to every host trust the emulator',
    file: `${src}/hooks/divert.ts`,
    symbol: 'divert',
    guard: 'if (!isDiverted(servername)) return connectSecurely(...args);',
    without: '',
    tests: [`${src}/intercept.test.ts`],
    named: 'the authority counts for plex.tv alone',
  },
  {
    name: 'anybody on the machine reaches other hosts through the proxy of a run',
    file: `${src}/connect-proxy.ts`,
    symbol: 'createConnectProxy',
    guard: 'knows(secret, request)',
    without: 'true',
    tests: [`${src}/connect-proxy.test.ts`],
    named: 'wants a password',
  },
  {
    name: 'a name that was made to resolve here reaches the control server',
    file: `${src}/control/access.ts`,
    symbol: 'judgeAccess',
    guard: `if (host !== \`127.0.0.1:\${port}\` && host !== \`localhost:\${port}\`)`,
    without: 'if (false)',
    tests: control,
    named: 'without the secret',
  },
  {
    name: 'a page of another origin steers the emulator',
    file: `${src}/control/access.ts`,
    symbol: 'judgeAccess',
    guard: `if (origin !== undefined && origin !== \`http://\${host}\`)`,
    without: 'if (false)',
    tests: control,
    named: 'without the secret',
  },
  {
    name: 'a form without an origin steers the emulator',
    file: `${src}/control/access.ts`,
    symbol: 'judgeAccess',
    guard: 'return isReading || origin !== undefined ?',
    without: 'return true ?',
    tests: control,
    named: 'forms need their origin',
  },
  {
    name: 'the control server shows tokens',
    file: `${src}/control/shown-call.ts`,
    symbol: 'shownCall',
    guard: `isSecret(name) ? '…' : value`,
    without: 'value',
    tests: control,
    named: 'without what is secret',
  },
  {
    name: 'a link in the place of a folder that a run left is followed',
    file: `${src}/children/run-folder.ts`,
    symbol: 'sweepRunFolders',
    guard: '!found.isSymbolicLink() && ',
    without: '',
    tests: [`${src}/children/run-folder.test.ts`],
    named: 'a link',
  },
];
