import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Grant } from '../../domain/grant.ts';
import { aClient, aGrant } from '../../stores/contract/samples.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import { findConsent } from './find-consent.ts';

const api = 'https://music.example/api';

/** A confidential client of the operator that remembers a yes. */
const remembers = {
  id: 'notes',
  rememberConsent: true,
  authMethod: 'client_secret_basic',
  isVerified: true,
} as const;

/** Whether Ada, who linked the client to read, is asked again. */
async function isAsked({
  client = {},
  grant = {},
  scopes = ['read'],
  resources = [],
}: {
  readonly client?: Partial<OAuthClient>;
  readonly grant?: Partial<Grant>;
  readonly scopes?: readonly string[];
  readonly resources?: readonly string[];
}): Promise<boolean> {
  const linked = aGrant({ id: 'linked', protocol: 'oauth', clientId: 'notes', scopes: ['read', 'write'], ...grant });
  const grants = { listFor: async (account: string) => (account === 'ada' ? [aGrant(), linked] : []) };
  const found = await findConsent({ grants }, aClient({ ...remembers, ...client }), 'ada', { scopes, resources });
  assert.ok(found === undefined || found.id === 'linked');
  return found === undefined;
}

describe('a yes of before', () => {
  it('is remembered for what it was given for, and for less', async () => {
    assert.equal(await isAsked({}), false);
    assert.equal(await isAsked({ scopes: [] }), false);
    assert.equal(await isAsked({ scopes: ['write', 'read'] }), false);
    assert.equal(await isAsked({ grant: { resources: [api] }, resources: [api] }), false);
  });

  it('is none for more: another scope or another resource', async () => {
    assert.equal(await isAsked({ scopes: ['read', 'admin'] }), true);
    assert.equal(await isAsked({ resources: [api] }), true);
    assert.equal(await isAsked({ grant: { resources: [api] }, resources: [api, `${api}/other`] }), true);
  });

  it('is remembered only if the operator wants that', async () => {
    assert.equal(await isAsked({ client: { rememberConsent: false } }), true);
    const { rememberConsent: _, ...unsaid } = remembers;
    assert.equal(
      await findConsent({ grants: { listFor: async () => [] } }, aClient(unsaid), 'ada', { scopes: [], resources: [] }),
      undefined,
    );
  });

  it('is none of a public client, for which anybody can pass, nor of one that registered itself', async () => {
    assert.equal(await isAsked({ client: { authMethod: 'none' } }), true);
    assert.equal(await isAsked({ client: { isVerified: false } }), true);
  });

  it('is one to this client, in OAuth, by the person', async () => {
    assert.equal(await isAsked({ grant: { clientId: 'other' } }), true);
    assert.equal(await isAsked({ grant: { protocol: 'plex' } }), true);
    assert.equal(await isAsked({ grant: { approvedBy: 'a device' } }), true);
  });
});
