// An app that signs a person in by redirect, through the use cases alone.
import assert from 'node:assert/strict';
import type { Pin } from '../../domain/pin.ts';
import { aPin } from '../../domain/pin.testing.ts';
import type { Result } from '../../domain/result.ts';
import { aClient } from '../../stores/contract/samples.ts';
import { testDependencies, type TestOptions } from '../../../../../test/harness/dependencies.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import { approvePin } from './approve-pin.ts';
import {
  draftAuthorization,
  judgeRedirect,
  storeDraft,
  type AuthorizationDraft,
  type RedirectQuery,
} from './request-authorization.ts';

/** Where the app is answered. */
export const callback = 'https://notes.example/callback';

/** What the app proves its code by (RFC 7636). */
export const verifier = 'a verifier that only the app knows, of this request';

/** The browser's own requester. */
export const { requester } = aPin();

export const must = <Value>(result: Result<Value, unknown>): Value => {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
};

/** A service that knows the app Notes. */
export async function redirectFlow(parts: Partial<OAuthClient> = {}, settings: TestOptions['settings'] = {}) {
  const dependencies = testDependencies({ settings });
  const { ports, store, clock } = dependencies;
  const client = aClient({
    id: 'notes',
    grants: ['authorization_code'],
    redirectUris: [callback],
    scopes: ['openid', 'read', 'write'],
    ...parts,
  });
  await store.oauthClients.add(client);
  const query = (changes: Partial<RedirectQuery> = {}): RedirectQuery => ({
    uri: callback,
    state: 'the app’s own',
    scopes: ['read'],
    resources: [],
    openid: { nonce: null, maxAge: null, acrValues: [], prompt: [] },
    codeChallenge: ports.keys.hash(verifier),
    keyThumbprint: null,
    ...changes,
  });
  const judge = (changes: Partial<RedirectQuery> = {}) => judgeRedirect(client, query(changes), clock.now());
  const draft = (changes: Partial<RedirectQuery> = {}): AuthorizationDraft =>
    draftAuthorization(ports, must(judge(changes)), 'hash of a browser');
  /** Ada says yes to a draft. */
  const approve = async (asked: AuthorizationDraft): Promise<Pin> => {
    const pin = must(await storeDraft(ports, asked, requester));
    const account = { id: 'ada', createdAt: 0 };
    const yes = { account, address: requester.address, place: null, mayApprove: false, approvedBy: null };
    return must(await approvePin(ports, { pin, ...yes }));
  };
  return { ...dependencies, client, judge, draft, approve };
}
