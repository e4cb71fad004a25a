import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { Store } from '../service/ports/store.ts';
import { accountContract } from './contract/accounts.testing.ts';
import { blockContract } from './contract/blocks.testing.ts';
import { budgetContract } from './contract/budgets.testing.ts';
import { deviceKeyContract } from './contract/device-keys.testing.ts';
import { grantContract } from './contract/grants.testing.ts';
import { oauthClientContract } from './contract/oauth-clients.testing.ts';
import { oauthTokenContract } from './contract/oauth-tokens.testing.ts';
import { outboxContract } from './contract/outbox.testing.ts';
import { pinContract } from './contract/pins.testing.ts';
import { issueLimitContract } from './contract/issue-limits.testing.ts';
import { scenarioOver } from './contract/scenario.testing.ts';
import { sessionContract } from './contract/sessions.testing.ts';
import { trailContract } from './contract/trail.testing.ts';

/**
 * Declares the tests that every driver has to pass.
 *
 * @param name the driver's name, for the titles
 * @param makeStore makes an empty store; the suite closes it
 */
export function storeContract(name: string, makeStore: () => Promise<Store>): void {
  describe(`the ${name} store`, () => {
    const story = scenarioOver(makeStore);
    story('says that it can be used', async (store) => {
      await assert.doesNotReject(store.check());
    });
    pinContract(story);
    issueLimitContract(story);
    grantContract(story);
    deviceKeyContract(story);
    accountContract(story);
    sessionContract(story);
    oauthClientContract(story);
    oauthTokenContract(story);
    blockContract(story);
    budgetContract(story);
    trailContract(story);
    outboxContract(story);
  });
}
