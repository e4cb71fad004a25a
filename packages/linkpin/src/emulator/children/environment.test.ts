// What a child process finds, when its user has values of their own.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createAuthority } from '../certificates/authority.ts';
import { plexHosts } from '../plex-hosts.ts';
import { childEnvironment } from './environment.ts';

const ca = createAuthority().cert;
let base: string;
let count = 0;
before(() => {
  base = mkdtempSync(join(tmpdir(), 'linkpin child "test" '));
});
after(() => rmSync(base, { recursive: true }));

const run = (own: NodeJS.ProcessEnv) => {
  count += 1;
  const folder = mkdtempSync(join(base, `run ${count} `));
  const diversion = { hosts: plexHosts, ports: { 80: 1, 443: 2 }, ca };
  return childEnvironment(own, {
    folder,
    diversion,
    proxy: 'http://emulator:secret@127.0.0.1:1',
    url: 'http://127.0.0.1:1',
  });
};
const textOf = (path: string | undefined): string => readFileSync(path ?? '', 'utf8');

describe('the environment of a child process', () => {
  it('names a proxy, files that only this user can read, and what to trust', () => {
    const environment = run({});
    assert.equal(environment['HTTPS_PROXY'], 'http://emulator:secret@127.0.0.1:1');
    assert.equal(environment['https_proxy'], environment['HTTPS_PROXY']);
    assert.equal(environment['HTTP_PROXY'], undefined, 'plain HTTP goes its usual way');
    assert.equal(environment['NODE_USE_ENV_PROXY'], undefined, 'Node’s other traffic goes its usual way');
    assert.equal(environment['NO_PROXY'], 'localhost,127.0.0.1,::1');
    assert.equal(textOf(environment['NODE_EXTRA_CA_CERTS']), ca);
    for (const name of ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE']) {
      const bundle = textOf(environment[name]);
      assert.ok(bundle.endsWith(ca), name);
      assert.ok(bundle.split('BEGIN CERTIFICATE').length > 50, 'it replaces what is trusted, so that has to be in it');
      assert.equal(statSync(environment[name] ?? '').mode & 0o777, 0o600);
    }
  });

  it('keeps what the user has, and adds to it', () => {
    const mine = join(base, 'mine.pem');
    const my = createAuthority().cert;
    writeFileSync(mine, my);
    const environment = run({
      NODE_OPTIONS: '--max-old-space-size=200',
      PYTHONPATH: '/mine',
      NODE_EXTRA_CA_CERTS: mine,
      SSL_CERT_FILE: mine,
      CURL_CA_BUNDLE: mine,
      PHP_INI_SCAN_DIR: '/mine',
      RUBYLIB: '/mine',
      RUBYOPT: '-W0',
      JAVA_TOOL_OPTIONS: '-Dmine=1',
    });
    assert.match(environment['JAVA_TOOL_OPTIONS'] ?? '', /trustStore=.*java\.jks.* -Dmine=1$/);
    assert.match(environment['RUBYLIB'] ?? '', /ruby:\/mine$/);
    assert.equal(environment['RUBYOPT'], '-W0 -rlinkpin_emulator');
    assert.match(environment['PHP_INI_SCAN_DIR'] ?? '', /^\/mine:.*php$/);
    const ini = textOf(`${environment['PHP_INI_SCAN_DIR']?.slice('/mine:'.length)}/linkpin.ini`);
    assert.equal(ini, `curl.cainfo=${JSON.stringify(environment['CURL_CA_BUNDLE'])}\n`);
    assert.equal(textOf(environment['CURL_CA_BUNDLE']), my + ca);
    assert.match(environment['NODE_OPTIONS'] ?? '', /^--max-old-space-size=200 --require "/);
    assert.match(environment['PYTHONPATH'] ?? '', /python:\/mine$/);
    assert.equal(textOf(environment['NODE_EXTRA_CA_CERTS']), my + ca);
    assert.equal(textOf(environment['SSL_CERT_FILE']), my + ca);
    assert.notEqual(textOf(environment['REQUESTS_CA_BUNDLE']), my + ca);
  });

  it('takes out of NO_PROXY what would keep plex.tv from the proxy, and leaves the rest', () => {
    const noProxy = (value: string) => run({ NO_PROXY: value })['no_proxy'];
    assert.equal(noProxy('*'), 'localhost,127.0.0.1,::1');
    assert.equal(noProxy('plex.tv, .plex.tv *.plex.tv app.plex.tv:443,tv'), 'localhost,127.0.0.1,::1');
    assert.equal(noProxy('corp.example,complex.tv,127.0.0.1'), 'corp.example,complex.tv,127.0.0.1,localhost,::1');
    assert.equal(
      run({ no_proxy: 'a.example', NO_PROXY: 'b.example' })['NO_PROXY'],
      'a.example,localhost,127.0.0.1,::1',
    );
  });

  it('Node loads its file from a path with spaces and quotes, before a program that looks at nothing of it', () => {
    const { NODE_OPTIONS } = run({});
    const program = `const { connect } = require('net').Socket.prototype; process.stdout.write(connect.toString())`;
    const said = execFileSync(process.execPath, ['-e', program], { env: { NODE_OPTIONS }, encoding: 'utf8' });
    assert.match(said, /diversion\.ports/);
  });
});
