import type { Accounts } from '../service/ports/accounts.ts';
import type { Budgets } from '../service/ports/budgets.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Identities } from '../service/ports/identities.ts';
import type { Keys } from '../service/ports/keys.ts';
import type { Random } from '../service/ports/random.ts';
import type { Sessions } from '../service/ports/sessions.ts';

/** The ports of this module. */
export interface AccountServicePorts {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly identities: Identities;
  readonly budgets: Budgets;
  readonly keys: Pick<Keys, 'hash' | 'keyedHash' | 'seal' | 'unseal'>;
  readonly clock: Clock;
  readonly random: Random;
}
