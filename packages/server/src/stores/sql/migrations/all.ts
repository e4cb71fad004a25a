import type { Migration } from '#kysely/migration';
import { pins } from './0001-pins.ts';
import { people } from './0002-people.ts';
import { devices } from './0003-devices.ts';
import { oauth } from './0004-oauth.ts';
import { deviceKeys } from './0005-device-keys.ts';
import { budgets } from './0006-budgets.ts';
import { events } from './0007-events.ts';
import { blocks } from './0008-blocks.ts';
import { accounts } from './0009-accounts.ts';
import { grantVersions } from './0010-grant-versions.ts';
import { setupToken } from './0011-setup-token.ts';
import { queriedColumns } from './0012-queried-columns.ts';
import { oldestReader } from './0013-oldest-reader.ts';
import { replicas } from './0014-replicas.ts';
import { moves } from './0015-moves.ts';
import { waysOfSignIn } from './0016-ways-of-sign-in.ts';
import { passkeys } from './0017-passkeys.ts';
import { mail } from './0018-mail.ts';
import { accountLanguage } from './0020-account-language.ts';
import { pairwiseSecret } from './0021-pairwise-secret.ts';
import { statistics } from './0022-statistics.ts';
import { localNetworks } from './0025-local-networks.ts';
import type { Engine } from '../dialects.ts';

const shared = (engine: Engine): Readonly<Record<string, Migration>> => ({
  '0001-pins': pins,
  '0002-people': people,
  '0003-devices': devices,
  '0004-oauth': oauth(engine),
  '0005-device-keys': deviceKeys,
  '0006-budgets': budgets,
  '0007-events': events(engine),
  '0008-blocks': blocks,
  '0009-accounts': accounts,
  '0010-grant-versions': grantVersions,
  '0011-setup-token': setupToken(engine),
  '0012-queried-columns': queriedColumns(engine),
  '0013-oldest-reader': oldestReader,
});

/**
 * Every migration of an engine by name. The names sort in the order in which they are made, and never change once released.
 */
export const migrations: Readonly<Record<Engine, Readonly<Record<string, Migration>>>> = {
  sqlite: {
    ...shared('sqlite'),
    '0015-moves': moves,
    '0016-ways-of-sign-in': waysOfSignIn,
    '0017-passkeys': passkeys,
    '0018-mail': mail,
    '0020-account-language': accountLanguage,
    '0021-pairwise-secret': pairwiseSecret,
    '0022-statistics': statistics,
    '0025-local-networks': localNetworks('sqlite'),
  },
  postgres: {
    ...shared('postgres'),
    '0014-replicas': replicas,
    '0015-moves': moves,
    '0016-ways-of-sign-in': waysOfSignIn,
    '0017-passkeys': passkeys,
    '0018-mail': mail,
    '0020-account-language': accountLanguage,
    '0021-pairwise-secret': pairwiseSecret,
    '0022-statistics': statistics,
    '0025-local-networks': localNetworks('postgres'),
  },
};
