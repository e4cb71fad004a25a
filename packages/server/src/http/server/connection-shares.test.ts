import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConnectionShares } from './connection-shares.ts';

const shares = (open: number) => new ConnectionShares(open, (address) => address === '127.0.0.1');

/** How many connections get in, one from each address. */
const entered = (door: ConnectionShares, addresses: readonly (string | undefined)[]): number =>
  addresses.filter((address) => door.enter(address) !== undefined).length;

const times = (count: number, address: (index: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, index) => address(index));

describe('the connections of a door', () => {
  it('are for one IPv4 address an eighth at most, in whatever dress, and for a /24 a quarter', () => {
    const door = shares(800);
    const dressed = times(150, (index) => (index % 2 === 0 ? '203.0.113.9' : '::ffff:203.0.113.9'));
    assert.equal(entered(door, dressed), 100);
    assert.equal(
      entered(
        door,
        times(150, (index) => `203.0.113.${20 + (index % 4)}`),
      ),
      100,
    );
    assert.equal(
      entered(
        door,
        times(150, () => '198.51.100.7'),
      ),
      100,
      'others have their own',
    );
  });

  it('are for one IPv6 /64 an eighth at most, and for a /48 a quarter', () => {
    const door = shares(800);
    assert.equal(
      entered(
        door,
        times(150, (index) => `2001:db8:1:1::${(index + 1).toString(16)}`),
      ),
      100,
    );
    assert.equal(
      entered(
        door,
        times(150, (index) => `2001:db8:1:${(index + 2).toString(16)}::1`),
      ),
      100,
    );
    assert.equal(
      entered(
        door,
        times(150, () => '2001:db8:2::1%eth0'),
      ),
      100,
    );
  });

  it('are free again when they close', () => {
    const door = shares(800);
    const leave = times(100, () => '203.0.113.9').map((address) => door.enter(address));
    assert.equal(door.enter('203.0.113.9'), undefined);
    leave[0]?.();
    assert.ok(door.enter('203.0.113.9'));
  });

  it('have no share for the exempt, for whom a few are kept when all are taken', () => {
    const door = shares(40);
    assert.equal(
      entered(
        door,
        times(30, () => '127.0.0.1'),
      ),
      30,
    );
    assert.equal(
      entered(
        door,
        times(30, (index) => `198.51.${index}.7`),
      ),
      10,
    );
    assert.equal(
      entered(
        door,
        times(30, () => '127.0.0.1'),
      ),
      door.most - 40,
    );
    assert.equal(door.enter('198.51.100.8'), undefined);
  });

  it('are sixteen at least for everybody, and one share for all whose address is not told', () => {
    assert.equal(
      entered(
        shares(40),
        times(30, () => '203.0.113.9'),
      ),
      16,
    );
    assert.equal(entered(shares(40), Array<undefined>(30).fill(undefined)), 16);
  });
});
