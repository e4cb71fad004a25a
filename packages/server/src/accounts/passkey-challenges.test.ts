import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accountPorts } from '../../../../test/harness/people.ts';
import { challengeLife, createPasskeyChallenges } from './passkey-challenges.ts';

const place = { browser: 'a browser', domain: 'link.example' };
const signIn = { use: 'sign-in', account: null } as const;

/** What two replicas share, and how each of them begins. */
function twoReplicas() {
  const ports = accountPorts();
  const used = new Set<string>();
  const usedOnce = { use: async (value: string) => !used.has(value) && used.add(value).size > 0 };
  const replica = (startedAt = 0) =>
    createPasskeyChallenges({
      ...ports,
      usedOnce,
      replayCache: { use: async () => true },
      startedAt: () => startedAt,
    });
  return { ports, used, replica };
}

describe('a challenge', () => {
  it('made by one replica is spent at another, and then at neither', async () => {
    const { replica } = twoReplicas();
    const [one, other] = [replica(), replica()];
    const { challenge, ticket } = one.make(signIn, place);
    const told = await Promise.all([one, other, one, other].map((at) => at.spend(ticket, ['sign-in'], place)));
    assert.equal(told.filter((spent) => spent?.challenge === challenge).length, 1);
    assert.equal(await other.spend(ticket, ['sign-in'], place), undefined);
  });

  it('is spent once in the memory of one process, too', async () => {
    const { ports } = twoReplicas();
    const challenges = createPasskeyChallenges({ ...ports, usedOnce: { use: async () => true }, startedAt: () => 0 });
    const { ticket } = challenges.make(signIn, place);
    assert.ok(await challenges.spend(ticket, ['sign-in'], place));
    assert.equal(await challenges.spend(ticket, ['sign-in'], place), undefined);
  });

  it('is not used up by who may not answer it', async () => {
    const { used, replica } = twoReplicas();
    const challenges = replica();
    const { ticket } = challenges.make(signIn, place);
    assert.equal(await challenges.spend(ticket, ['add', 'second-step'], place), undefined);
    assert.equal(await challenges.spend(ticket, ['sign-in'], { ...place, browser: 'another' }), undefined);
    assert.equal(await challenges.spend(ticket, ['sign-in'], { ...place, domain: 'old.example' }), undefined);
    for (const junk of ['', 'k1.AAAA', `${ticket.slice(0, -4)}AAAA`]) {
      assert.equal(await challenges.spend(junk, ['sign-in'], place), undefined);
    }
    assert.equal(used.size, 0);
    assert.ok(await challenges.spend(ticket, ['sign-in'], place));
  });

  it('ends after five minutes, and with a restart', async () => {
    const { ports, replica } = twoReplicas();
    const begun = ports.clock.now();
    const { ticket } = replica().make(signIn, place);
    ports.pass(challengeLife - 1);
    const after = Math.ceil((begun + 1) / 1000) * 1000;
    assert.equal(await replica(after).spend(ticket, ['sign-in'], place), undefined, 'it may have been used before');
    assert.ok(await replica(begun).spend(ticket, ['sign-in'], place));
    const { ticket: late } = replica().make(signIn, place);
    ports.pass(challengeLife);
    assert.equal(await replica().spend(late, ['sign-in'], place), undefined);
  });

  it('is 256 bits that nobody knows before, and not in its ticket in clear', () => {
    const { replica } = twoReplicas();
    const [one, two] = [replica().make(signIn, place), replica().make(signIn, place)];
    assert.notEqual(one.challenge, two.challenge);
    assert.equal(Buffer.from(one.challenge, 'base64url').length, 32);
    assert.ok(!one.ticket.includes(one.challenge));
  });
});
