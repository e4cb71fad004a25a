import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readHostName, withoutBrackets } from './host-name.ts';

describe('a further host name', () => {
  it('is brought to the form in which browsers send it', () => {
    for (const [typed, host] of [
      ['tv.lan', 'tv.lan'],
      ['TV.lan:4747', 'tv.lan:4747'],
      ['bücher.example', 'xn--bcher-kva.example'],
      ['192.168.1.5', '192.168.1.5'],
      ['2001:DB8:0::1', '[2001:db8::1]'],
      ['[2001:db8::1]:04747', '[2001:db8::1]:4747'],
      ['my_tv.lan.', 'my_tv.lan.'],
    ] as const) {
      assert.deepEqual(readHostName(typed), { host }, typed);
    }
  });

  it('is refused when no browser sends it, with what to write', () => {
    for (const [typed, instead] of [
      ['https://tv.lan', /write tv\.lan$/],
      ['HTTP://TV.lan:4747/link?x', /write tv\.lan:4747$/],
      ['tv.lan/', /write tv\.lan$/],
      ['https://bücher.example/', /write xn--bcher-kva\.example$/],
      ['192.168.1', /write 192\.168\.0\.1$/],
      ['0x7f.1:80', /write 127\.0\.0\.1:80$/],
      ['*.lan', /no wildcards/],
      ['*', /no wildcards/],
      ['tv.lan:', /such as tv\.lan/],
      ['tv.lan:0', /such as tv\.lan/],
      ['tv.lan:65536', /such as tv\.lan/],
      ['ada@tv.lan', /such as tv\.lan/],
      ['fe80::1%eth0', /such as tv\.lan/],
      ['[10.0.0.1]', /such as tv\.lan/],
      ['tv!.lan', /such as tv\.lan/],
      ['', /such as tv\.lan/],
    ] as const) {
      const read = readHostName(typed);
      assert.match('problem' in read ? read.problem : read.host, instead, typed);
      assert.ok('problem' in read, typed);
    }
  });
});

describe('brackets', () => {
  it('go from around IPv6, with a range behind or not, and from nothing else', () => {
    for (const [typed, bare] of [
      ['[::1]', '::1'],
      ['[2001:db8::]/32', '2001:db8::/32'],
      ['[fe80::1%eth0]', 'fe80::1%eth0'],
      ['::1', '::1'],
      ['[10.0.0.1]', '[10.0.0.1]'],
      ['[::1]:80', '[::1]:80'],
      ['[]', '[]'],
    ] as const) {
      assert.equal(withoutBrackets(typed), bare);
    }
  });
});
