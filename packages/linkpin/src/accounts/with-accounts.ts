import type { Account, AccountService, Settings } from '@linkpin/server';
import type { Dependencies } from '@linkpin/server/dependencies';
import { Failure } from '../failure.ts';
import { existingDatabase } from '../serve/existing-data.ts';
import { withStore } from '../serve/with-store.ts';
import { plainText } from '../terminal/plain-text.ts';

/** The parts that account commands work with. */
export interface AccountTools {
  readonly dependencies: Dependencies;
  readonly store: Dependencies['store'];
  readonly accountService: AccountService;
  readonly passkeyService: Dependencies['passkeyService'];
  /**
   * @param name username or e-mail address
   * @throws {Failure} if there is no such account
   */
  readonly account: (name: string) => Promise<Account>;
}

/**
 * Opens the accounts of a store, runs `work` and closes it. A service may run on the same store.
 *
 * @throws {Failure} if there is no file of a database, so that a typo creates no folder; whatever `work` throws
 */
export async function withAccounts<Value>(
  settings: Settings,
  work: (home: AccountTools) => Promise<Value>,
): Promise<Value> {
  if (settings.store === undefined) existingDatabase(settings.data);
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  return withStore(settings, say, (dependencies) => {
    const { store, accountService, passkeyService } = dependencies;
    return work({
      dependencies,
      store,
      accountService,
      passkeyService,
      async account(name) {
        const found = await store.accounts.bySignInName(name);
        if (found !== undefined) return found;
        throw new Failure(`There is no account called ${plainText(name)}. "linkpin user list" shows who is.`);
      },
    });
  });
}
