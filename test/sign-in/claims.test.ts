import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeJwt } from 'jose';
import { createVerifier } from '@linkpin/verify';
import type { Account } from '@linkpin/server';
import { api, registerClient } from '../harness/clients.ts';
import { begin, errorIn, poll, post, type Tokens } from '../oauth/asking.ts';
import { signInAt, startSite } from './site.ts';

const people = () => ({
  'sub-1': { preferred_username: 'ada', email: 'ada@example.org', email_verified: true, groups: ['staff'] },
});
const provider = { scopes: ['openid', 'profile', 'email', 'groups'] };

describe('what the provider said of a person', () => {
  it('stands in the tokens of a client that wants it, in introspection, and in what the verifier says', async (context) => {
    const site = await startSite(context, { people: people(), provider });
    const personClaims = ['email', 'groups', 'auth_time', 'upstream_sub'] as const;
    await registerClient(site, 'tv', { scopes: [], accessTokens: 'jwt', personClaims });
    await registerClient(site, 'box', { scopes: [], personClaims });
    await registerClient(site, 'plain', { scopes: [], accessTokens: 'jwt' });
    await registerClient(site, 'api', {}, 'secret');
    const browser = site.browser();
    await signInAt(browser, 'sub-1');
    const link = async (client: string): Promise<Tokens> => {
      const { device_code: deviceCode, user_code: code } = await begin(site, client);
      await browser.answer(code, 'yes');
      return (await poll(site, client, deviceCode)).json as Tokens;
    };
    const [tv, box, plain] = [await link('tv'), await link('box'), await link('plain')];
    const said = { email: 'ada@example.org', email_verified: true, groups: ['staff'] };
    const account = (await site.store.accounts.bySignInName('ada')) as Account;
    const { sub, auth_time: authTime, ...payload } = decodeJwt(tv.access_token);
    assert.equal(sub, account.id, 'the subject is ours');
    assert.ok(Math.abs(Number(authTime) * 1000 - site.clock.now()) < 60_000);
    const upstream = { upstream_iss: site.upstream.issuer, upstream_sub: 'sub-1' };
    for (const [name, value] of Object.entries({ ...said, ...upstream })) assert.deepEqual(payload[name], value, name);
    assert.deepEqual(
      [decodeJwt(plain.access_token)['email'], decodeJwt(plain.access_token)['groups']],
      [undefined, undefined],
    );
    const told = await post(site, '/oauth/introspect', {
      token: box.access_token,
      client_id: 'api',
      client_secret: 'secret',
    });
    const { email, groups } = told.json as Record<string, unknown>;
    assert.deepEqual({ email, groups }, { email: said.email, groups: said.groups });
    const fetch = (...asked: ConstructorParameters<typeof Request>) => site.service.fetch(new Request(...asked));
    const verifier = createVerifier({ issuer: String(payload['iss']), audience: api, fetch });
    const verdict = await verifier.verify(
      new Request('http://api.example/', { headers: { authorization: `Bearer ${tv.access_token}` } }),
    );
    assert.ok(verdict.ok, JSON.stringify(verdict));
    assert.deepEqual(verdict.token.person?.groups, ['staff']);
    assert.deepEqual(verdict.token.person?.upstream, { issuer: site.upstream.issuer, subject: 'sub-1' });
  });

  it('decides who may link a client that is for some groups, and go on with it', async (context) => {
    const site = await startSite(context, { people: people(), provider });
    await registerClient(site, 'tv', { scopes: [], requiredGroups: ['staff'] });
    await registerClient(site, 'vault', { scopes: [], requiredGroups: ['admins'] });
    const browser = site.browser();
    await signInAt(browser, 'sub-1');
    const refused = await browser.typeCode((await begin(site, 'vault')).user_code);
    assert.match(refused.html, /This isn’t for you to link/);
    const { device_code: deviceCode, user_code: code } = await begin(site, 'tv');
    await browser.answer(code, 'yes');
    const { refresh_token: refreshToken } = (await poll(site, 'tv', deviceCode)).json as Tokens;
    site.upstream.people['sub-1'] = { preferred_username: 'ada', groups: ['guests'] };
    site.clock.pass(15 * 60_000);
    const renewed = await post(site, '/oauth/token', {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: 'tv',
    });
    assert.equal(errorIn(renewed), 'invalid_grant');
    const account = (await site.store.accounts.bySignInName('ada')) as Account;
    assert.deepEqual(await site.store.grants.listFor(account.id), []);
  });
});
