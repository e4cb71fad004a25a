// What every store promises, as tests: for our own, and as @linkpin/server/contract for those of others. No service
// loads it, and it needs no library.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Store } from '../../service/ports/store.ts';
import { accountContract } from './accounts.ts';
import { accountEmailContract } from './account-email.ts';
import { blockContract } from './blocks.ts';
import { budgetContract } from './budgets.ts';
import { deviceKeyContract } from './device-keys.ts';
import { grantContract } from './grants.ts';
import { identityContract } from './identities.ts';
import { issueLimitContract } from './issue-limits.ts';
import { mailQueueContract } from './mail-queue.ts';
import { managingContract } from './managing.ts';
import { oauthClientContract } from './oauth-clients.ts';
import { oauthTokenContract } from './oauth-tokens.ts';
import { oddTextContract } from './odd-text.ts';
import { outboxContract } from './outbox.ts';
import { passkeyContract } from './passkeys.ts';
import { pinContract } from './pins.ts';
import { sessionContract } from './sessions.ts';
import { statisticsContract } from './statistics.ts';
import { suiteOver, type TestRunner } from './suite.ts';
import { trailContract } from './audit-log.ts';
import { usedOnceContract } from './used-once.ts';
import { waitingPinContract } from './waiting-pins.ts';

export type { TestRunner } from './suite.ts';

/**
 * Declares the tests that every store has to pass, races and replays included. Nothing runs before the test runner runs it.
 *
 * @param name the store's name, for the titles
 * @param makeStore makes an empty store; called once for each test, which closes the store
 * @param runner what to declare the tests with; `node:test` when not given
 */
export function storeContract(
  name: string,
  makeStore: () => Promise<Store>,
  runner: TestRunner = { describe, test },
): void {
  const suite = suiteOver(makeStore, runner);
  suite.describe(`the ${name} store`, () => {
    suite.story('says that it can be used', async (store) => {
      await assert.doesNotReject(store.check());
    });
    pinContract(suite);
    waitingPinContract(suite);
    issueLimitContract(suite);
    grantContract(suite);
    deviceKeyContract(suite);
    accountContract(suite);
    accountEmailContract(suite);
    managingContract(suite);
    sessionContract(suite);
    passkeyContract(suite);
    identityContract(suite);
    oauthClientContract(suite);
    oauthTokenContract(suite);
    blockContract(suite);
    budgetContract(suite);
    trailContract(suite);
    statisticsContract(suite);
    outboxContract(suite);
    mailQueueContract(suite);
    usedOnceContract(suite);
    oddTextContract(suite);
  });
}
