import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { anAccount } from '../stores/contract/samples.ts';
import { createDeviceCookies } from './device-cookie.ts';
import { accountPorts } from '../../../../test/harness/people.ts';

const [ada, bob] = [
  { ...anAccount(), number: 1, language: null, needsPasskey: false, isDisabled: false },
  { ...anAccount(), number: 2, language: null, needsPasskey: false, isDisabled: false },
];

describe('a device cookie', () => {
  const ports = accountPorts();
  const cookies = createDeviceCookies(ports);

  it('knows who signed in with the browser, and nobody else', () => {
    const cookie = cookies.sign(null, ada);
    assert.ok(cookies.idFor(cookie, ada) !== null);
    assert.equal(cookies.idFor(cookie, bob), null);
    assert.equal(cookies.idFor(cookie, undefined), null);
    assert.equal(cookies.idFor(null, ada), null);
  });

  it('that is forged, or sealed for something else, knows nobody', () => {
    const cookie = cookies.sign(null, ada);
    const other = `${cookie.slice(0, -9)}${cookie.at(-9) === 'A' ? 'B' : 'A'}${cookie.slice(-8)}`;
    const ticket = ports.keys.seal('ticket', '[]');
    for (const forged of ['', 'x', 'k.x', other, ticket, `${cookie}.${cookie}`.slice(4)]) {
      assert.equal(cookies.idFor(forged, ada), null, forged);
    }
  });

  it('says nothing to whoever reads it', () => {
    const cookie = cookies.sign(null, ada);
    for (const secret of [ada.id, ada.username, ada.passwordHash]) assert.ok(!cookie.includes(secret));
  });

  it('is over with the password, and after a year', () => {
    const cookie = cookies.sign(null, ada);
    assert.equal(cookies.idFor(cookie, { ...ada, passwordHash: '$argon2id$another' }), null);
    ports.pass(365 * 86_400_000 - 1);
    assert.ok(cookies.idFor(cookie, ada) !== null);
    ports.pass(1);
    assert.equal(cookies.idFor(cookie, ada), null);
  });

  it('has a count of its own for each sign-in, so that a stolen one is not counted with the next', () => {
    const stolen = cookies.sign(null, ada);
    const next = cookies.sign(stolen, ada);
    assert.notEqual(cookies.idFor(stolen, ada), cookies.idFor(next, ada));
  });

  it('knows the four people who used the browser last', () => {
    const family = Array.from({ length: 5 }, (_, index) => ({
      ...anAccount(),
      number: index + 3,
      language: null,
      needsPasskey: false,
      isDisabled: false,
    }));
    const cookie = family.reduce<string | null>((last, person) => cookies.sign(last, person), null);
    assert.deepEqual(
      family.map((person) => cookies.idFor(cookie, person) !== null),
      [false, true, true, true, true],
    );
    assert.ok((cookie ?? '').length < 1500);
  });
});
