import type { Mutant } from '../mutant.ts';

const src = 'packages/server/src';
const memory = [`${src}/stores/memory/memory.test.ts`];
const sqlite = [`${src}/stores/sqlite/sqlite.test.ts`];
const pages = [`${src}/http/pages/operate/guard.test.ts`];
const stream = ['test/operate/stream.test.ts'];

/** Who operates the service: the role, the last who has it, and how long ago they signed in. */
export const operateMutants: readonly Mutant[] = [
  {
    name: 'an admin who lost the role a moment ago manages people',
    file: `${src}/domain/account.ts`,
    symbol: 'judgeManaging',
    guard: `if (ground.by === 'admin' && !isByAdmin) return 'not-admin';`,
    without: '',
    tests: memory,
    named: 'at that moment',
  },
  {
    name: 'the last admin is demoted or disabled',
    file: `${src}/domain/account.ts`,
    symbol: 'judgeManaging',
    guard: `losesRole && isLast && ground.by !== 'provider' ? 'last-admin' : 'allowed'`,
    without: `'allowed'`,
    tests: memory,
    named: 'last admin',
  },
  {
    name: 'a disabled admin counts as one who could manage the service',
    file: `${src}/stores/memory/accounts.ts`,
    symbol: 'MemoryAccounts',
    guard: 'other.isAdmin && !other.isDisabled && other.id !== id',
    without: 'other.isAdmin && other.id !== id',
    tests: memory,
    named: 'last admin',
  },
  {
    name: 'signing out a disabled person everywhere enables them',
    file: `${src}/domain/account.ts`,
    symbol: 'laterEnd',
    guard: 'endedAt !== null && endedAt > at ? endedAt : at',
    without: 'at',
    tests: memory,
    named: 'disabled person',
  },
  {
    name: 'somebody who is no admin any more resets a password, in SQLite',
    file: `${src}/stores/sql/writes/accounts.ts`,
    symbol: 'setAccountPassword',
    guard: 'if (change.admin !== undefined && !(await isAdminNow(on, change.admin))) return false;',
    without: '',
    tests: sqlite,
    named: 'at that moment',
  },
  {
    name: 'members see the pages of operators',
    file: `${src}/http/pages/operate/guard.ts`,
    symbol: 'operated',
    guard: `isByAdmin(pageRequest) ? shown(pageRequest) : troublePage(pageRequest, 'notFound')`,
    without: 'shown(pageRequest)',
    tests: pages,
  },
  {
    name: 'members act on the pages of operators',
    file: `${src}/http/pages/operate/guard.ts`,
    symbol: 'operatedForm',
    guard: `isByAdmin(pageRequest) ? sent(pageRequest) : troublePage(pageRequest, 'notFound')`,
    without: 'sent(pageRequest)',
    tests: pages,
  },
  {
    name: 'an old sign-in operates the service',
    file: `${src}/http/pages/fresh-sign-in.ts`,
    symbol: 'mayOperate',
    guard: 'isFreshSignIn(who.session.signedInAt, frame.now, withPowers ? powersFor : operatesFor)',
    without: 'true',
    tests: pages,
  },
  {
    name: 'a sign-in of an hour ago makes admins and shows secrets',
    file: `${src}/http/pages/fresh-sign-in.ts`,
    symbol: 'mayOperate',
    guard: 'withPowers ? powersFor : operatesFor',
    without: 'operatesFor',
    tests: pages,
  },
  {
    name: 'a stream of the audit log outlives the role',
    file: `${src}/service/operate/stream-keys.ts`,
    symbol: 'mayStream',
    guard: 'account?.isAdmin !== true || account.isDisabled',
    without: 'account === undefined',
    tests: stream,
  },
  {
    name: 'the key of a stream outlives the password',
    file: `${src}/service/operate/stream-keys.ts`,
    symbol: 'mayStream',
    guard: 'passwordPrint(ports, account) !== password',
    without: 'false',
    tests: stream,
  },
  {
    name: 'the key of a stream outlives a sign-out everywhere',
    file: `${src}/service/operate/stream-keys.ts`,
    symbol: 'mayStream',
    guard: '!(await ports.accounts.wasSignedOutSince(id, at))',
    without: 'true',
    tests: stream,
  },
];
