import { foldName } from '../domain/sign-in-name.ts';
import type { Accounts } from '../service/ports/accounts.ts';
import type { BudgetLimit, Budgets } from '../service/ports/budgets.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { Keys } from '../service/ports/keys.ts';
import type { Mail, MailRefusal } from '../service/ports/mail.ts';
import type { MailQueue, NewMail } from '../service/ports/mail-queue.ts';
import type { Random } from '../service/ports/random.ts';
import { confirmLimits, inviteLimits, noticeLimits, resetForLimits, resetLimits } from './limits.ts';

/** After how many seconds to try again when too many mails wait. */
const later = 60;

/** What asking for mails needs. */
export interface MailRequestParts {
  readonly queue: Pick<MailQueue, 'put'>;
  readonly accounts: Pick<Accounts, 'byId'>;
  readonly budgets: Pick<Budgets, 'spend'>;
  readonly keys: Pick<Keys, 'keyedHash'>;
  readonly clock: Clock;
  readonly random: Pick<Random, 'id'>;
  /** Called with the error if a notice could not be put into the queue. */
  readonly onTrouble: (error: unknown) => void;
}

/** Puts mails into the queue, within their limits. */
export function createMailRequests({
  queue,
  accounts,
  budgets,
  keys,
  clock,
  random,
  onTrouble,
}: MailRequestParts): Mail {
  const nobody = { account: null, address: null, grant: null };
  const hashOf = (address: string): string => keys.keyedHash('mail address', foldName(address.trim().slice(0, 320)));

  async function spend(limits: readonly BudgetLimit[]): Promise<MailRefusal | undefined> {
    const at = clock.now();
    const exhausted = limits.length === 0 ? undefined : await budgets.spend(limits, at);
    if (exhausted === undefined) return undefined;
    return { kind: 'over-budget', retryAfter: Math.max(1, Math.ceil((exhausted.roomAt - at) / 1000)) };
  }

  async function put(mail: Omit<NewMail, 'id' | 'at'>): Promise<MailRefusal | undefined> {
    const isIn = await queue.put({ ...mail, id: random.id(), at: clock.now() });
    return isIn ? undefined : { kind: 'busy', retryAfter: later };
  }

  return {
    isOn: true,
    async reset(email, network, find) {
      const refusal = await spend(resetLimits(hashOf(email), network));
      // A mail that nobody gets is put in, too, so that the work is the same.
      return refusal ?? put({ ...nobody, kind: 'reset', account: await find() });
    },
    resetFor: async (account) => (await spend(resetForLimits(account))) ?? put({ ...nobody, kind: 'reset', account }),
    confirm: async ({ id: account, email }) =>
      (await spend(confirmLimits(account, hashOf(email)))) ?? put({ ...nobody, kind: 'confirm', account }),
    invite: async (address, by) =>
      (await spend(inviteLimits(by, hashOf(address)))) ?? put({ ...nobody, kind: 'invite', account: by, address }),
    async notify({ kind, account: id, grant = null, address = null }) {
      try {
        const account = await accounts.byId(id);
        if (account === undefined || (address === null && !account.emailConfirmed)) return;
        if ((await spend(noticeLimits(kind, id))) === undefined) await put({ kind, account: id, grant, address });
      } catch (error) {
        onTrouble(error);
      }
    },
  };
}
