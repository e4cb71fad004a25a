import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { claimsOf, isAdminBy, notAdmitted, outsideProvider, wantedNames, type RawClaims } from './provider.ts';

const ofGroups = { groupsClaim: 'groups' };
const kept = (raw: RawClaims) => claimsOf(raw, ofGroups);
const nothing = kept({});

describe('the claims of a person', () => {
  it('are kept as they are said, times in milliseconds', () => {
    const raw = {
      email: 'ada@work.example',
      email_verified: true,
      name: 'Ada',
      groups: ['staff', 'pilots'],
      acr: 'gold',
      amr: ['otp'],
      auth_time: 7,
      phone_number: '1',
    };
    assert.deepEqual(kept(raw), {
      email: 'ada@work.example',
      emailVerified: true,
      name: 'Ada',
      groups: ['staff', 'pilots'],
      acr: 'gold',
      amr: ['otp'],
      authTime: 7000,
    });
  });

  it('are not said where they are of another type, empty, too long or not for display', () => {
    assert.deepEqual(nothing, {
      email: null,
      emailVerified: false,
      name: null,
      groups: null,
      acr: null,
      amr: null,
      authTime: null,
    });
    for (const value of [1, {}, '', 'x'.repeat(256), 'a\u0000b', true]) {
      assert.deepEqual(kept({ email: value, name: value, acr: value, amr: value }), nothing, JSON.stringify(value));
    }
    assert.deepEqual(kept({ email_verified: 'true', auth_time: '7' }), nothing);
    assert.equal(kept({ name: 'x'.repeat(255) }).name, 'x'.repeat(255));
  });

  it('name the groups by the claim that the operator says, which may be one', () => {
    assert.deepEqual(claimsOf({ roles: ['staff'], groups: ['other'] }, { groupsClaim: 'roles' }).groups, ['staff']);
    assert.deepEqual(kept({ groups: 'staff' }).groups, ['staff']);
    assert.deepEqual(kept({ groups: ['staff', '', 5] }).groups, ['staff']);
    assert.deepEqual(kept({ groups: [] }).groups, []);
  });

  it('name no groups where those are too many to be told', () => {
    assert.equal(kept({ groups: Array.from({ length: 500 }, () => 'a') }).groups?.length, 500);
    assert.equal(kept({ groups: Array.from({ length: 501 }, () => 'a') }).groups, null);
    assert.equal(kept({ groups: ['staff'], _claim_names: { groups: 'src1' } }).groups, null);
    for (const elsewhere of [{ other: 'src1' }, null, 'groups']) {
      assert.deepEqual(kept({ groups: ['staff'], _claim_names: elsewhere }).groups, ['staff']);
    }
  });
});

describe('a person', () => {
  const verified = { ...nothing, email: 'ada@Work.example', emailVerified: true };

  it('may come from anywhere where no domain and no group is asked for', () => {
    assert.equal(notAdmitted({ allowedDomains: [], groups: [] }, nothing), undefined);
  });

  it('needs a verified address in one of the domains', () => {
    const rule = { allowedDomains: ['home.example', 'wORK.example'], groups: [] };
    assert.equal(notAdmitted(rule, verified), undefined);
    assert.equal(notAdmitted(rule, { ...verified, emailVerified: false }), 'email-unverified');
    assert.equal(notAdmitted(rule, nothing), 'email-unverified');
    for (const email of ['ada@work.example.evil.example', 'ada@sub.work.example', 'a@work.example@evil.example']) {
      assert.equal(notAdmitted(rule, { ...verified, email }), 'other-domain', email);
    }
  });

  it('needs one of the groups, by its very name', () => {
    const rule = { allowedDomains: [], groups: ['staff', 'pilots'] };
    assert.equal(notAdmitted(rule, { ...nothing, groups: ['guests', 'pilots'] }), undefined);
    assert.equal(notAdmitted(rule, { ...nothing, groups: ['Staff'] }), 'no-group');
    assert.equal(notAdmitted(rule, { ...nothing, groups: [] }), 'no-group');
    assert.equal(notAdmitted(rule, nothing), 'groups-unknown');
  });

  it('needs both where both are asked for', () => {
    const rule = { allowedDomains: ['work.example'], groups: ['staff'] };
    assert.equal(notAdmitted(rule, { ...verified, groups: ['staff'] }), undefined);
    assert.equal(notAdmitted(rule, verified), 'groups-unknown');
    assert.equal(notAdmitted(rule, { ...nothing, groups: ['staff'] }), 'email-unverified');
  });
});

describe('an admin', () => {
  const admins = { emails: ['Grace@work.example', 'other@work.example'], groups: ['admins', 'owners'] };
  const verified = { ...nothing, email: 'grace@Work.example', emailVerified: true };

  it('is one by a verified address or by a group', () => {
    assert.equal(isAdminBy({ admins }, verified), true);
    assert.equal(isAdminBy({ admins }, { ...nothing, groups: ['guests', 'owners'] }), true);
    assert.equal(isAdminBy({ admins }, { ...verified, emailVerified: false }), false);
    assert.equal(isAdminBy({ admins }, { ...verified, email: 'ada@work.example' }), false);
    assert.equal(isAdminBy({ admins }, { ...nothing, groups: ['guests'] }), false);
    assert.equal(isAdminBy({ admins }, nothing), false);
  });

  it('is nobody by the word of a provider that has no say', () => {
    assert.equal(isAdminBy({ admins: null }, verified), null);
  });
});

test('a new account may have the names of its person, without an address behind them, in 32 characters', () => {
  const raw = { preferred_username: ' Ada  L ', nickname: 'ada@home', email: 'al@work.example', name: 'x'.repeat(40) };
  assert.deepEqual(wantedNames(raw), ['Ada.L', 'ada', 'al', 'x'.repeat(32)]);
  assert.deepEqual(wantedNames({ preferred_username: '@', nickname: 7, name: 'ｗｉｄｅ' }), ['wide']);
});

test('everybody whom an application or a proxy knows may come, and is never asked about again', () => {
  const proxy = outsideProvider('proxy');
  assert.deepEqual([proxy.id, proxy.issuer, proxy.admitsAll], ['proxy', 'urn:linkpin:proxy', true]);
  assert.equal(notAdmitted(proxy, nothing), undefined);
  assert.equal(isAdminBy(proxy, nothing), null);
  assert.deepEqual([proxy.scopes, proxy.groupsClaim, proxy.logoutEnds], [[], 'groups', 'devices']);
  assert.deepEqual([proxy.assumeFresh, proxy.frontChannelLogout], [false, false]);
  assert.equal(proxy.linkLife, Number.POSITIVE_INFINITY);
});
