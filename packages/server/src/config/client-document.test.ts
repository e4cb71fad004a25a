import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { canonicalPrefix, isAllowedDocument, isDocumentUrl } from './client-document.ts';

describe('a client identifier', () => {
  for (const id of [
    'https://app.example/client.json',
    'https://app.example:8443/oauth/client',
    'https://127.0.0.1:4443/client',
    'https://xn--bcher-kva.example/client',
  ]) {
    it(`is the URL of a document: ${id}`, () => assert.equal(isDocumentUrl(id), true));
  }

  for (const [why, id] of [
    ['it is a name', 'tv'],
    ['it is plain http', 'http://app.example/client'],
    ['it has no path', 'https://app.example'],
    ['its path is empty', 'https://app.example/'],
    ['it has a fragment', 'https://app.example/client#part'],
    ['it has an empty fragment', 'https://app.example/client#'],
    ['it has a query, of which there are any number for one document', 'https://app.example/client?x=1'],
    ['it has a user name', 'https://user@app.example/client'],
    ['it has a password', 'https://:password@app.example/client'],
    ['it has dot segments', 'https://app.example/a/../client'],
    ['it has hidden dot segments', 'https://app.example/a/%2e%2E/client'],
    ['its host is in upper case', 'https://App.example/client'],
    ['its host is not in ASCII', 'https://bücher.example/client'],
    ['its port is the default one', 'https://app.example:443/client'],
    ['its slashes lean backwards', 'https://app.example\\client'],
    ['its host is an address in disguise', 'https://2130706433/client'],
    ['it has white space', 'https://app.example/cli ent'],
    ['its scheme is in upper case', 'HTTPS://app.example/client'],
    ['it is longer than any identifier', `https://app.example/${'c'.repeat(128)}`],
    ['it is no URL', 'https://'],
  ] as const) {
    it(`is not, when ${why}`, () => assert.equal(isDocumentUrl(id), false));
  }
});

describe('what the operator allows', () => {
  it('is a host, with a slash or without, a path, or every host', () => {
    assert.equal(canonicalPrefix('https://app.example'), 'https://app.example/');
    assert.equal(canonicalPrefix('https://app.example/'), 'https://app.example/');
    assert.equal(canonicalPrefix('https://app.example:8443/oauth'), 'https://app.example:8443/oauth');
    assert.equal(canonicalPrefix('https://'), 'https://');
  });

  for (const text of [
    'http://app.example',
    'app.example',
    'https://App.example',
    'https://user@app.example',
    'https://app.example/?x',
    'https://app.example/#x',
    'https://app.example/a/..',
    'https:///',
    'https://*.example',
    '',
  ]) {
    it(`is not ${JSON.stringify(text)}`, () => assert.equal(canonicalPrefix(text), undefined));
  }

  it('ends where a host or a part of a path ends', () => {
    const allowed = (url: string): boolean =>
      isAllowedDocument(['https://app.example/', 'https://other.example/oauth'], url);
    assert.ok(allowed('https://app.example/client'));
    assert.ok(allowed('https://other.example/oauth'));
    assert.ok(allowed('https://other.example/oauth/client'));
    assert.ok(!allowed('https://other.example/oauth-evil'));
    assert.ok(!allowed('https://other.example/client'));
    assert.ok(!allowed('https://app.example.evil.example/client'));
    assert.ok(!allowed('https://app.example:8443/client'));
    assert.ok(isAllowedDocument(['https://'], 'https://any.example/client'));
    assert.ok(!isAllowedDocument([], 'https://any.example/client'));
  });
});
