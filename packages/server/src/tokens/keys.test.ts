import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createKeys, makeSecretKey } from './keys.ts';

describe('the secret keys', () => {
  const old = makeSecretKey();
  const young = makeSecretKey();
  const before = createKeys([old]);
  const after = createKeys([young, old]);

  it('open what they sealed, and only for the purpose it was sealed for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const sealed = before.seal('ticket', text);
        assert.equal(before.unseal('ticket', sealed), Buffer.from(text).toString());
        assert.equal(before.unseal('pin-code', sealed), undefined);
      }),
    );
  });

  it('refuse anything that was changed on the way', () => {
    const sealed = before.seal('pin-code', 'ABCD');
    for (let at = 0; at < sealed.length - 1; at += 1) {
      const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
      assert.equal(before.unseal('pin-code', changed), undefined, `position ${at}`);
    }
    assert.equal(before.unseal('pin-code', ''), undefined);
    assert.equal(before.unseal('pin-code', 'nokid.AAAA'), undefined);
  });

  it('never seal the same text alike twice', () => {
    assert.notEqual(before.seal('pin-code', 'ABCD'), before.seal('pin-code', 'ABCD'));
  });

  it('go on reading what an older key made after a rotation', () => {
    assert.equal(after.unseal('pin-code', before.seal('pin-code', 'ABCD')), 'ABCD');
    assert.deepEqual(after.codeLookups('ABCD').slice(1), before.codeLookups('ABCD'));
    assert.equal(after.deriveToken(old.kid, 'grant', 'salt'), before.deriveToken(old.kid, 'grant', 'salt'));
    assert.equal(after.current, young.kid);
    assert.equal(before.unseal('pin-code', after.seal('pin-code', 'ABCD')), undefined);
    assert.equal(before.deriveToken(young.kid, 'grant', 'salt'), undefined);
  });

  it('open what was sealed with a secret for that secret only', () => {
    const sealed = before.sealWith('device code', 'answer');
    assert.equal(after.unsealWith('device code', sealed), 'answer');
    assert.equal(before.unsealWith('device codf', sealed), undefined);
  });

  it('derive tokens of 20 letters and digits, another for each grant and each salt (S17)', () => {
    const seen = new Set<string>();
    for (let index = 0; index < 500; index += 1) {
      const token = before.deriveToken(old.kid, `grant ${index % 50}`, `salt ${Math.floor(index / 50)}`) ?? '';
      assert.match(token, /^[0-9A-Za-z]{20}$/);
      seen.add(token);
    }
    assert.equal(seen.size, 500);
  });

  it('are refused when they are no keys', () => {
    assert.throws(() => createKeys([]), /No secret key/);
    assert.throws(() => createKeys([old, old]), /stands twice/);
    assert.throws(() => createKeys([{ kid: 'a b', secret: old.secret }]), /key id/);
    assert.throws(() => createKeys([{ kid: 'a', secret: 'c2hvcnQ' }]), /32 bytes/);
  });
});
