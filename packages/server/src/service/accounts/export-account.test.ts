import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { movableClock } from '../../../../../test/harness/clock.ts';
import { testDependencies } from '../../../../../test/harness/dependencies.ts';
import {
  aGrant,
  anAccount,
  anEntry,
  anIdentity,
  aPasskey,
  aSession,
  austin,
  deviceInfo,
  t0,
} from '../../stores/contract/samples.ts';
import { exportAccount } from './export-account.ts';

const iso = '2026-11-21T09:30:00.123Z';

describe('the export of an account', () => {
  it('has all that is stored about its person, and no secret', async () => {
    const { store, ports } = testDependencies({ clock: movableClock(t0) });
    const account = anAccount({ username: 'ada', email: 'ada@example.com', emailConfirmed: true });
    await store.accounts.add(account, { by: 'operator' }, t0);
    await store.accounts.setLanguage(account.id, 'ar');
    const byCode = aGrant({ account: account.id, name: 'Television', lastSeenAt: t0 + 2, scopes: ['listen'] });
    const byPassword = aGrant({
      account: account.id,
      pinId: null,
      name: 'Script',
      place: null,
      collectedAt: t0,
      collectedFrom: '198.51.100.7',
    });
    for (const grant of [byCode, byPassword]) await store.grants.add(grant);
    const session = aSession({ account: account.id });
    await store.sessions.add(session, account.passwordHash);
    const identity = anIdentity({ account: account.id, refreshToken: 'sealed' });
    assert.equal(await store.identities.join(identity, account.passwordHash), 'joined');
    const passkey = aPasskey({ account: account.id, lastUsedAt: t0 });
    await store.passkeys.add(passkey, account.passwordHash);
    const block = { id: 'block', requesterKey: 'key', account: account.id, name: 'TV', by: 'person' } as const;
    await store.blocks.put({ ...block, at: t0, until: t0 + 1000 });
    const entry = anEntry({ account: account.id });
    await store.auditLog.add([entry]);

    const mail = { id: 'mail', kind: 'device-linked', account: account.id, address: null, grant: byCode.id } as const;
    await store.mailQueue.put({ ...mail, at: t0 });

    const exported = await exportAccount(store, ports.clock, account.id);
    const device = {
      protocol: 'plex',
      client: 'device-1',
      claims: deviceInfo,
      mayApprove: false,
      resources: [],
      linkedAt: iso,
      askedFrom: '203.0.113.9',
    };
    const { id: _, account: __, bundle: ___, message: ____, at: _____, counted: ______, ...event } = entry;
    assert.deepEqual(exported, {
      account: {
        number: 1,
        username: 'ada',
        email: 'ada@example.com',
        emailConfirmed: true,
        isAdmin: false,
        language: 'ar',
        needsPasskey: false,
        createdAt: iso,
      },
      devices: [
        {
          ...device,
          name: 'Television',
          scopes: ['listen'],
          linkedBy: 'code',
          place: austin,
          collectedAt: null,
          collectedFrom: null,
          lastUsedAt: '2026-11-21T09:30:00.125Z',
        },
        {
          ...device,
          name: 'Script',
          scopes: [],
          linkedBy: 'password',
          place: null,
          collectedAt: iso,
          collectedFrom: '198.51.100.7',
          lastUsedAt: null,
        },
      ],
      browsers: [
        {
          browser: 'Mozilla/5.0',
          address: '203.0.113.10',
          signedInBy: 'password',
          provider: null,
          signedInAt: iso,
          lastSeenAt: iso,
          endsAt: '2026-11-22T09:30:00.123Z',
        },
      ],
      identities: [
        {
          issuer: identity.issuer,
          subject: identity.subject,
          provider: 'example',
          linkedAt: iso,
          checkedAt: iso,
          claims: { ...identity.claims, authTime: iso },
        },
      ],
      passkeys: [{ name: passkey.name, domain: 'link.example', isSynced: true, addedAt: iso, lastUsedAt: iso }],
      blocked: [{ name: 'TV', at: iso, until: '2026-11-21T09:30:01.123Z' }],
      mails: [{ kind: 'device-linked', at: iso }],
      events: [{ at: iso, ...event }],
    });
    const text = JSON.stringify(exported);
    for (const secret of [
      identity.refreshToken,
      passkey.handle,
      passkey.id,
      account.passwordHash,
      byCode.tokenHash,
      byPassword.tokenHash,
      session.hash,
    ]) {
      assert.ok(!text.includes(String(secret)));
    }
  });

  it('says of an operator that it was one, and not who or where', async () => {
    const { store, ports } = testDependencies();
    const ada = anAccount();
    await store.accounts.add(ada, { by: 'operator' }, 0);
    for (const by of ['grace', 'command']) await store.auditLog.add([anEntry({ account: ada.id, by })]);
    const exported = await exportAccount(store, ports.clock, ada.id);
    assert.deepEqual(
      exported?.events.map(({ by, address, country }) => [by, address, country]),
      [
        ['operator', null, null],
        ['operator', null, null],
      ],
    );
  });

  it('says nothing of times that are not known', async () => {
    const { store, ports } = testDependencies({ clock: movableClock(t0) });
    const ada = anAccount();
    await store.accounts.add(ada, { by: 'operator' }, t0);
    await store.sessions.add(aSession({ account: ada.id, signedInAt: null }), ada.passwordHash);
    const { claims } = anIdentity();
    await store.identities.join(
      anIdentity({ account: ada.id, claims: { ...claims, authTime: null } }),
      ada.passwordHash,
    );
    await store.passkeys.add(aPasskey({ account: ada.id }), ada.passwordHash);
    const exported = await exportAccount(store, ports.clock, ada.id);
    assert.equal(exported?.browsers[0]?.signedInAt, null);
    assert.equal(exported.identities[0]?.claims.authTime, null);
    assert.equal(exported.passkeys[0]?.lastUsedAt, null);
  });

  it('has nothing of anybody else, and there is none of an account that does not exist', async () => {
    const { store, ports } = testDependencies();
    const [ada, bob] = [anAccount(), anAccount()];
    for (const account of [ada, bob]) await store.accounts.add(account, { by: 'operator' }, 0);
    await store.grants.add(aGrant({ account: bob.id }));
    await store.mailQueue.put({ id: 'm', kind: 'reset', account: bob.id, address: null, grant: null, at: 0 });
    const exported = await exportAccount(store, ports.clock, ada.id);
    const { devices, browsers, blocked, mails, events } = exported ?? assert.fail();
    assert.deepEqual([devices, browsers, blocked, mails, events], [[], [], [], [], []]);
    assert.equal(await exportAccount(store, ports.clock, 'nobody'), undefined);
  });
});
