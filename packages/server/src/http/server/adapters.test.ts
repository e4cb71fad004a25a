import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createOrigin } from './origin.ts';
import { wireRequest } from './raw-request.ts';

const raw = {
  method: 'POST',
  path: '/api/v2/pins',
  suffix: null,
  search: '',
  header: (): undefined => undefined,
  body: new Uint8Array(),
};

describe('a request in plain data', () => {
  it('has its query names compared without regard to case, all values in order', () => {
    const { query } = wireRequest({ ...raw, search: 'X-Plex-Product=a&x-plex-product=b+c&strong=%E2%9C%93' });
    assert.deepEqual(query('x-PLEX-product'), ['a', 'b c']);
    assert.deepEqual(query('strong'), ['✓']);
    assert.deepEqual(query('absent'), []);
  });

  it('has header bytes read as UTF-8, or else as ISO-8859-1', () => {
    const read = (bytes: Buffer): string | undefined =>
      wireRequest({ ...raw, header: () => bytes.toString('latin1') }).header('x-plex-device');
    assert.equal(read(Buffer.from('Büro 😀')), 'Büro 😀');
    assert.equal(read(Buffer.from('Büro', 'latin1')), 'Büro');
    assert.equal(read(Buffer.from('plain')), 'plain');
  });

  it('has no form and no JSON when the body is something else than it says, and never throws (S4)', () => {
    const types = fc.constantFrom(
      undefined,
      'application/json',
      'application/x-www-form-urlencoded',
      'application/octet-stream',
      'json;;;=',
    );
    fc.assert(
      fc.property(fc.uint8Array(), types, fc.string(), (body, type, search) => {
        const request = wireRequest({
          ...raw,
          search,
          body,
          header: (name) => (name === 'content-type' ? type : undefined),
        });
        request.query('strong');
        request.form('strong');
        assert.equal(typeof request.json, 'object');
      }),
    );
    const json = (text: string): object =>
      wireRequest({ ...raw, body: Buffer.from(text), header: () => 'application/json; charset=utf-8' }).json;
    assert.deepEqual(json('{"strong":true}'), { strong: true });
    for (const odd of ['""', '[1]', 'null', '{"strong":', '']) assert.deepEqual(json(odd), {});
    assert.equal(Object.getPrototypeOf(json('{"__proto__":{"strong":true}}')), Object.prototype);
  });
});

describe('the URL under which a client sees the service', () => {
  it('is taken from the Host header for this machine and for listed names only (DNS rebinding)', () => {
    const origin = createOrigin({ allowedHosts: ['tv.lan', 'printer.lan:8080'] });
    assert.deepEqual(origin('127.0.0.1:4747'), { baseUrl: 'http://127.0.0.1:4747' });
    assert.deepEqual(origin('LOCALHOST'), { baseUrl: 'http://localhost' });
    assert.deepEqual(origin('[::1]:4747'), { baseUrl: 'http://[::1]:4747' });
    assert.deepEqual(origin('tv.lan:4747'), { baseUrl: 'http://tv.lan:4747' });
    assert.deepEqual(origin('printer.lan:8080'), { baseUrl: 'http://printer.lan:8080' });
    for (const host of [
      'evil.example',
      '192.168.1.5:4747',
      '127.0.0.1.evil.example',
      'printer.lan:81',
      '0x7f.1',
      '[::2]',
    ]) {
      assert.ok('refused' in origin(host), host);
    }
    for (const host of [
      undefined,
      '',
      'a b',
      'a/b',
      'user@localhost',
      'localhost:99999999',
      'localhost:x',
      '127.09.0.1',
      '[::1]:88880',
      '<script>',
    ]) {
      assert.ok('refused' in origin(host), String(host));
    }
  });

  it('is one for all spellings of an address, and for port 80 whether it is said or not', () => {
    const origin = createOrigin({ allowedHosts: ['[2001:db8::1]', 'tv.lan:80', 'printer.lan'] });
    assert.deepEqual(origin('[2001:DB8:0:0::1]:4747'), { baseUrl: 'http://[2001:db8::1]:4747' });
    for (const host of ['tv.lan', 'tv.lan:80', 'TV.LAN:080'])
      assert.deepEqual(origin(host), { baseUrl: 'http://tv.lan' });
    assert.deepEqual(origin('printer.lan:80'), { baseUrl: 'http://printer.lan' });
    assert.ok('refused' in origin('tv.lan:81') && 'refused' in origin('[2001:db8::2]'));
  });

  it('is the public URL when there is one, whichever of its names was asked', () => {
    const origin = createOrigin({ publicUrl: 'https://home.example/linkpin', allowedHosts: [] });
    assert.deepEqual(origin('home.example'), { baseUrl: 'https://home.example/linkpin' });
    assert.deepEqual(origin('127.0.0.1:4747'), { baseUrl: 'https://home.example/linkpin' });
    assert.ok('refused' in origin('evil.example'));
  });
});
