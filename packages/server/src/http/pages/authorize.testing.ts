// An app that signs people in by redirect, and Ada's browser, for tests of the pages and of the token endpoint behind them.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import type { SettingsInput } from '../../config/settings.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import { aClient } from '../../stores/contract/samples.ts';
import { createApi } from '../server/api.ts';
import { apiRoutes } from '../server/routes.ts';
import { TestBrowser, testSite, type Reply, type TestSite } from './site.testing.ts';

/** The redirect URI of {@link notes}. */
export const callback = 'https://notes.example/callback';

/** A web app of the operator, which keeps no secret here: the tests send only its id. */
export const notes: OAuthClient = aClient({
  id: 'notes',
  name: 'Notes',
  isVerified: true,
  authMethod: 'none',
  redirectUris: [callback],
  scopes: ['read', 'write'],
  scopeWords: { read: 'See your notes' },
  audiences: ['https://api.notes.example'],
});

/** A PKCE verifier and its challenge. */
export function pkce(): { readonly verifier: string; readonly challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** What the app asks with; a null member is left out. */
export function authorizePath(challenge: string, changes: Readonly<Record<string, string | null>> = {}): string {
  const parameters = {
    response_type: 'code',
    client_id: notes.id,
    redirect_uri: callback,
    state: 'the state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  };
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null);
  return `/oauth/authorize?${new URLSearchParams(given).toString()}`;
}

/** The answer that a page or a redirect leads to. */
export function answerOf({ headers }: Reply): { readonly uri: string; readonly members: Record<string, string> } {
  const to = headers.get('location') ?? headers.get('refresh')?.replace(/^0; url=/, '');
  assert.ok(to !== undefined, 'it leads somewhere');
  const [uri = '', query = ''] = to.split('?');
  return { uri, members: Object.fromEntries(new URLSearchParams(query)) };
}

/** What the token endpoint answers. */
export interface TokenReply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Calls an endpoint of the API with a form. */
export async function postForm(
  { context, baseUrl }: TestSite,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<TokenReply> {
  const headers = new Map([['content-type', 'application/x-www-form-urlencoded']]);
  const turn = createApi(context, apiRoutes)(
    { method: 'POST', path, search: '', header: (name) => headers.get(name) },
    { address: '198.51.100.20', baseUrl, requestId: () => 'a request' },
  );
  const response = await turn?.answer(Buffer.from(new URLSearchParams(fields).toString()));
  assert.ok(response !== undefined);
  return { status: response.status, body: JSON.parse(String(response.body)) as Record<string, unknown> };
}

/** The app redeems a code. */
export const redeem = (
  site: TestSite,
  code: string,
  verifier: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<TokenReply> =>
  postForm(site, '/oauth/token', {
    grant_type: 'authorization_code',
    client_id: notes.id,
    code,
    redirect_uri: callback,
    code_verifier: verifier,
    ...changes,
  });

/** Ada in her browser, signed in, and the app. */
export async function adaAndNotes(client: Partial<OAuthClient> = {}, settings: SettingsInput = {}) {
  const site = testSite(settings);
  const ada = await site.person('Ada');
  await site.context.store.oauthClients.add({ ...notes, ...client });
  const browser = new TestBrowser(site);
  await browser.signIn('Ada');
  return { site, ada, browser };
}

/** Ada says yes, with all the scopes of the question. */
export async function approve(browser: TestBrowser, scopes: readonly string[] = ['read', 'write']): Promise<Reply> {
  const fields = new URLSearchParams({ ...browser.fields, answer: 'yes' });
  for (const scope of scopes) fields.append('scope', scope);
  const answered = await browser.send('/pin', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'https://link.example',
      'sec-fetch-site': 'same-origin',
    },
    body: fields.toString(),
  });
  return answered.to === null ? answered : browser.open(answered.to);
}
