import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { aPin, anApproval } from './pin.testing.ts';
import { approve, type Pin } from './pin.ts';
import {
  isCodeHolder,
  isNewNetwork,
  isProvenNonce,
  isSameNetwork,
  mostFacts,
  needsCode,
  recordPoll,
  type PollEvidence,
} from './poll-facts.ts';

const after = (...polls: readonly PollEvidence[]): Pin => polls.reduce(recordPoll, aPin());
const abroad = '198.51.100.7';

describe('the polls of a pin', () => {
  it('have shown nothing of a new pin, and leave it as it is while they show nothing', () => {
    const pin = aPin();
    assert.equal(recordPoll(pin, {}), pin);
    assert.equal(recordPoll(pin, { from: '203.0.113.7' }), pin, 'the network that requested it');
    assert.deepEqual([needsCode(pin), isCodeHolder(pin, 'tv'), isProvenNonce(pin, 'n')], [false, false, false]);
  });

  it('require the code once it was shown, and know who showed it', () => {
    const pin = after({ codeHolder: 'tv' });
    assert.equal(pin.version, 2);
    assert.deepEqual([needsCode(pin), isCodeHolder(pin, 'tv'), isCodeHolder(pin, 'script')], [true, true, false]);
    assert.equal(recordPoll(pin, { codeHolder: 'tv' }), pin);
  });

  it('prove a key by each of its nonces', () => {
    const pin = after({ provenNonce: 'first' }, { provenNonce: 'second' });
    assert.deepEqual(
      ['first', 'second', 'third'].map((nonce) => isProvenNonce(pin, nonce)),
      [true, true, false],
    );
    assert.equal(needsCode(pin), false);
  });

  it('make a network known, by its IPv4 address or its /64', () => {
    const pin = after({ from: abroad }, { from: '2001:db8:1:2::9' });
    assert.deepEqual(
      [abroad, '2001:db8:1:2::1', '2001:db8:1:3::1', '198.51.100.8', null].map((from) => isNewNetwork(pin, from)),
      [false, false, true, true, true],
    );
  });

  it('are of one network when nobody’s address is known', () => {
    const hidden = aPin({ requester: { ...aPin().requester, address: null } });
    assert.deepEqual([isSameNetwork(hidden, null), isSameNetwork(hidden, abroad)], [true, false]);
    assert.deepEqual([isSameNetwork(aPin(), null), isNewNetwork(aPin(), null)], [false, true]);
    assert.equal(isNewNetwork(after({ from: null }), null), false);
  });

  it('can show several things at once, in one version', () => {
    const pin = after({ codeHolder: 'tv', provenNonce: 'n', from: abroad });
    assert.equal(pin.version, 2);
    assert.deepEqual(pin.polled, { codeHolders: ['tv'], provenNonces: ['n'], networks: [abroad] });
  });

  it('show in every state, which stays what it is', () => {
    const approved = approve(aPin(), anApproval());
    assert.ok(approved.ok);
    const recorded = recordPoll(approved.value, { codeHolder: 'tv', from: abroad });
    assert.equal(recorded.state, approved.value.state);
    assert.deepEqual([needsCode(recorded), isNewNetwork(recorded, abroad)], [true, true], 'the network came too late');
  });

  it('are no way to displace what was shown first, nor the network that requested the pin', () => {
    const evidence = fc.record<PollEvidence>({
      codeHolder: fc.option(fc.constantFrom(...'abcdef'), { nil: undefined }),
      provenNonce: fc.option(fc.constantFrom(...'abcdef'), { nil: undefined }),
      from: fc.constantFrom('203.0.113.7', ...[1, 2, 3, 4, 5, 6].map((last) => `198.51.100.${last}`), null),
    });
    fc.assert(
      fc.property(fc.array(evidence, { maxLength: 30 }), (polls) => {
        let pin = aPin();
        for (const poll of polls) {
          const next = recordPoll(pin, poll);
          for (const kind of ['codeHolders', 'provenNonces', 'networks'] as const) {
            const [was, is] = [pin.polled?.[kind] ?? [], next.polled?.[kind] ?? []];
            assert.deepEqual(is.slice(0, was.length), was);
            assert.ok(is.length <= mostFacts && new Set(is).size === is.length);
          }
          assert.equal(next.version, next === pin ? pin.version : pin.version + 1);
          assert.equal(isNewNetwork(next, '203.0.113.7'), false);
          pin = next;
        }
        assert.ok(pin.version <= 1 + 3 * mostFacts);
      }),
    );
  });
});
