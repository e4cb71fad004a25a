import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anIdentity, t0 } from '../stores/contract/samples.ts';
import { lacksGroup, personClaimNames, personInToken, speakerFor } from './person-claims.ts';

const identity = anIdentity({ subject: 'sub-1' });
const signIn = { provider: 'example', signedInAt: t0, acr: 'gold', amr: ['pwd', 'otp'] };

test('a token says of the person what its client may have, and nothing that nobody has said', () => {
  assert.deepEqual(personInToken(personClaimNames, identity, signIn), {
    email: 'ada@example.org',
    email_verified: true,
    name: 'Ada',
    groups: ['staff'],
    acr: 'gold',
    amr: ['pwd', 'otp'],
    auth_time: Math.floor(t0 / 1000),
    upstream_iss: 'https://id.example',
    upstream_sub: 'sub-1',
  });
  assert.deepEqual(personInToken(['name'], identity, signIn), { name: 'Ada' });
  const silent = { email: null, emailVerified: false, name: null, groups: null, acr: null, amr: null, authTime: null };
  const names = personClaimNames.filter((name) => name !== 'upstream_sub');
  assert.deepEqual(personInToken(names, { ...identity, claims: silent }, undefined), {});
  assert.deepEqual(
    personInToken(names, { ...identity, claims: silent }, { ...signIn, signedInAt: null, acr: null, amr: [] }),
    {},
  );
  assert.deepEqual(personInToken(personClaimNames, undefined, signIn), {});
});

test('the identity that speaks for a device is that of the session in which it was linked', () => {
  const other = anIdentity({ provider: 'other' });
  assert.equal(speakerFor([identity, other], { ...signIn, provider: 'other' }), other);
  assert.equal(speakerFor([identity, other], undefined), identity);
  assert.equal(speakerFor([], signIn), undefined);
});

test('who is in none of the groups, or of whom nobody says any, lacks them', () => {
  const unsaid = { ...identity, claims: { ...identity.claims, groups: null } };
  assert.equal(lacksGroup([], []), false);
  assert.equal(lacksGroup(['staff', 'crew'], [identity]), false);
  assert.equal(lacksGroup(['crew'], [identity]), true);
  assert.equal(lacksGroup(['Staff'], [identity]), true);
  assert.equal(lacksGroup(['staff'], [unsaid]), true);
  assert.equal(lacksGroup(['staff'], []), true);
});
