// OpenID Connect by device code with clients nobody here wrote: openid-client 6.8.9 and oauth4webapi, unmodified. They find the
// service by its issuer, check the ID token with its signature, and ask who it is.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startClocked } from '../clients/oauth/clocked.ts';
import { password } from '../harness/people.ts';
import { Person } from '../harness/person.ts';
import { stores } from './stores.ts';

interface Session {
  readonly device_code: string;
  readonly user_code: string;
}

interface OpenIdAnswer {
  readonly tokens: { readonly access_token: string; readonly refresh_token: string; readonly id_token: string };
  readonly claims: Readonly<Record<string, unknown>> & { readonly sub: string };
}

type Clocked = Awaited<ReturnType<typeof startClocked>>;

/** Ada says yes at the pages, while the client waits. */
const sayingYes = (clocked: Clocked, code: string) => async (): Promise<void> => {
  const ada = new Person(clocked.issuer);
  await ada.signIn('ada', password);
  assert.equal((await ada.answer(code, 'yes')).path, '/done');
};

for (const [engine, open] of Object.entries(stores)) {
  for (const program of ['openid-client', 'oauth4webapi']) {
    describe(`${program} on ${engine}`, () => {
      it('signs a person in, knows who it is, binds the code to a verifier, and goes on by refresh', async (context) => {
        const clocked = await startClocked(`${program} on ${engine}`, { store: await open(context) });
        context.after(() => clocked.close());
        const scopes = ['openid', 'profile', 'email'];
        for (const [id, parts] of [
          ['tv', {}],
          ['ec', { idTokenAlgorithm: 'ES256' }],
          ['pair', { subjectType: 'pairwise' }],
        ] as const) {
          await clocked.register({ id, scopes, audiences: [], ...parts });
        }
        const account = await clocked.harness.person('ada');
        for (const id of ['tv', 'ec', 'pair']) {
          const client = clocked.peer(program);
          await client.ask('discover', clocked.issuer, id, { algorithm: 'oidc' });
          const challenge = await client.ask<object>('makeVerifier');
          const session = await client.ask<Session>('start', {
            scope: scopes.join(' '),
            nonce: `n-${id}`,
            ...challenge,
          });
          clocked.meanwhile(() => {}, sayingYes(clocked, session.user_code));
          const { tokens, claims } = await client.ask<OpenIdAnswer>('pollOpenId');
          assert.deepEqual([claims['iss'], claims['aud'], claims['nonce']], [clocked.issuer, id, `n-${id}`]);
          assert.deepEqual(claims['amr'], ['pwd']);
          assert.equal(claims.sub === account.id, id !== 'pair', 'a pairwise client hears a name of its own');
          const told = await client.ask<object>('userInfo', tokens.access_token, claims.sub);
          assert.deepEqual(told, {
            sub: claims.sub,
            preferred_username: 'ada',
            email: 'ada@example.com',
            email_verified: true,
          });
          clocked.pass(60);
          const next = await client.ask<OpenIdAnswer>('refreshOpenId', tokens.refresh_token);
          assert.deepEqual([next.claims.sub, next.claims['auth_time']], [claims.sub, claims['auth_time']]);
          assert.equal(next.claims['nonce'], undefined);
          assert.ok(Number(next.claims['iat']) > Number(claims['iat']));
        }
      });

      it('gets nothing for a code that is bound to a verifier which it does not show', async (context) => {
        const clocked = await startClocked(`${program} on ${engine}, bound`, { store: await open(context) });
        context.after(() => clocked.close());
        await clocked.register({ id: 'tv', scopes: ['openid'], audiences: [] });
        await clocked.harness.person('ada');
        const client = clocked.peer(program);
        await client.ask('discover', clocked.issuer, 'tv', { algorithm: 'oidc' });
        const challenge = await client.ask<object>('makeVerifier');
        const session = await client.ask<Session>('start', { scope: 'openid', ...challenge });
        await sayingYes(clocked, session.user_code)();
        await client.ask('dropVerifier');
        await assert.rejects(client.ask('poll'), { error: 'invalid_grant' });
      });
    });
  }
}
