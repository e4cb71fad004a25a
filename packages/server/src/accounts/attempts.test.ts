import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createAttempts } from './attempts.ts';
import { accountPorts } from '../../../../test/harness/people.ts';

const networkOf = (index: number): string => `198.${index >> 8}.${index & 255}.1`;

/** Counts how many of `count` attempts are allowed. */
async function letThrough(count: number, take: (turn: number) => Promise<{ readonly ok: boolean }>): Promise<number> {
  let through = 0;
  for (let turn = 0; turn < count; turn += 1) if ((await take(turn)).ok) through += 1;
  return through;
}

/** The origin of an attempt, its sign-in name, and the device cookie's id. */
interface Try {
  readonly name: string;
  readonly network: string;
  readonly device?: string;
}

/** Makes attempts from networks in which somebody is signed in, or nobody. */
function trying(isKnownNetwork = false) {
  const attempts = createAttempts(accountPorts());
  return ({ name, network, device = '' }: Try) =>
    attempts.take({ name, network, device: device === '' ? null : device }, async () => isKnownNetwork);
}

describe('wrong passwords of an hour (decisions/0017)', () => {
  it('of one name from one network are ten', async () => {
    const take = trying();
    assert.equal(await letThrough(40, () => take({ name: 'ada', network: 'home' })), 10);
    assert.equal(await letThrough(40, () => take({ name: 'bob', network: 'home' })), 10);
  });

  it('of many names from one network are thirty, and two of each name', async () => {
    const take = trying();
    const through = await letThrough(200, (turn) => take({ name: `name-${turn % 20}`, network: 'home' }));
    assert.equal(through, 30 + 2 * 20);
  });

  it('of one name from many networks are thirty, and two from each', async () => {
    const take = trying();
    const through = await letThrough(240, (turn) => take({ name: 'ada', network: networkOf(turn % 40) }));
    assert.equal(through, 30 + 2 * 40);
  });

  it('of any number of names from one network are two hundred more', async () => {
    const take = trying();
    assert.equal(await letThrough(300, (turn) => take({ name: `name-${turn}`, network: 'home' })), 30 + 200);
  });

  it('of one name from any number of networks are two thousand more', async () => {
    const take = trying();
    assert.equal(await letThrough(2200, (turn) => take({ name: 'ada', network: networkOf(turn) })), 30 + 2000);
  });

  it('from a browser that is known are ten more, whatever others do', async () => {
    const take = trying();
    await letThrough(2200, (turn) => take({ name: 'ada', network: networkOf(turn) }));
    assert.equal(await letThrough(40, () => take({ name: 'ada', network: 'home', device: 'hers' })), 10);
    const fresh = trying();
    assert.equal(await letThrough(40, () => fresh({ name: 'ada', network: 'home', device: 'hers' })), 20);
  });

  it('from a network that is known are ten, whatever others do', async () => {
    const take = trying(true);
    await letThrough(40, (turn) => take({ name: 'ada', network: networkOf(turn) }));
    assert.equal(await letThrough(40, () => take({ name: 'ada', network: 'home' })), 10);
  });

  it('from known networks are thirty more for a network, and for a name', async () => {
    const names = trying(true);
    const ofNames = await letThrough(200, (turn) => names({ name: `name-${turn % 20}`, network: 'home' }));
    assert.equal(ofNames, 30 + 30 + 2 * 20);
    const networks = trying(true);
    const ofNetworks = await letThrough(240, (turn) => networks({ name: 'ada', network: networkOf(turn % 40) }));
    assert.equal(ofNetworks, 30 + 30 + 2 * 40);
  });

  it('in an open session are ten', async () => {
    const attempts = createAttempts(accountPorts());
    assert.equal(await letThrough(30, () => attempts.takeAgain('ada')), 10);
    assert.equal(await letThrough(1, () => attempts.takeAgain('bob')), 1);
  });

  it('of newcomers are twenty for a network', async () => {
    const attempts = createAttempts(accountPorts());
    assert.equal(await letThrough(50, () => attempts.takeNewcomer(networkOf(1))), 20);
    assert.equal(await letThrough(1, () => attempts.takeNewcomer(networkOf(2))), 1);
  });

  it('lapse after half a minute if nobody says what came of them: after an outage nobody is locked out', async () => {
    const ports = accountPorts();
    const attempts = createAttempts(ports);
    const take = () => attempts.take({ name: 'ada', network: 'home', device: null }, async () => false);
    assert.equal(await letThrough(30, take), 10);
    ports.pass(29_999);
    assert.equal(await letThrough(1, take), 0);
    ports.pass(1);
    assert.equal(await letThrough(30, take), 10);
  });

  it('are given back when they were right', async () => {
    const attempts = createAttempts(accountPorts());
    const through = await letThrough(30, async () => {
      const taken = await attempts.takeAgain('ada');
      if (taken.ok) await taken.value.release();
      return taken;
    });
    assert.equal(through, 30);
  });
});
