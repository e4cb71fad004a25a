import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setGlobalProxyFromEnv } from 'node:http';
import { proxyVariableFor, useProxies } from './proxy.ts';

const warn = (sentence: string): never => assert.fail(sentence);
after(() => setGlobalProxyFromEnv({}));

test('lower case wins, no_proxy names hosts, their subdomains and ports, and this machine is always asked directly', () => {
  useProxies(warn, {
    HTTP_PROXY: 'http://upper.example:1',
    http_proxy: 'lower.example:3128',
    HTTPS_PROXY: 'http://ada:secret@proxy.example:3128',
    NO_PROXY: 'inside.example, .corp.example *.lab.example odd.example:8443',
  });
  for (const [server, variable] of [
    ['http://tv.example', 'http_proxy'],
    ['https://tv.example/base', 'HTTPS_PROXY'],
    ['https://inside.example', undefined],
    ['https://a.inside.example', undefined],
    ['https://notinside.example', 'HTTPS_PROXY'],
    ['https://a.corp.example', undefined],
    ['https://a.lab.example:8443', undefined],
    ['https://odd.example:8443', undefined],
    ['https://odd.example', 'HTTPS_PROXY'],
    ['http://127.0.0.1:4747', undefined],
    ['http://localhost:4747', undefined],
    ['http://tv.localhost:4747', undefined],
    ['http://[::1]:4747', undefined],
  ] as const) {
    assert.equal(proxyVariableFor(server), variable, server);
  }
});

test('what is no http proxy is told, without its password', () => {
  for (const value of ['socks5://ada:secret@proxy.example:1080', 'http://', 'http://ada:secret@']) {
    assert.throws(
      () => useProxies(warn, { https_proxy: value }),
      /^Failure: https_proxy is "[^"]*", which is not an http proxy/,
    );
    assert.throws(
      () => useProxies(warn, { https_proxy: value }),
      (error: Error) => !error.message.includes('secret'),
    );
  }
});
