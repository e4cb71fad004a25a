import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import { ownIdentity } from './own-identity.ts';

const hour = 60 * 60 * 1000;

describe('the identity of an emulator', () => {
  it('is made anew before it ends, with the same keys: who trusts the old authority takes the new certificate', () => {
    const begin = Date.parse('2026-12-01T12:00:00Z');
    const first = ownIdentity(begin);
    assert.equal(ownIdentity(begin + 11 * hour), first);
    const later = ownIdentity(begin + 13 * hour);
    assert.notEqual(later.authority.cert, first.authority.cert);
    assert.equal(later.identity.spkiHash, first.identity.spkiHash, 'Chromium knows it by its key');
    const [old, young] = [new X509Certificate(first.authority.cert), new X509Certificate(later.identity.cert)];
    assert.ok(young.checkIssued(old) && young.verify(old.publicKey));
    assert.ok(young.validToDate.getTime() > begin + 36 * hour);
  });
});
