// What a Java is given. `npm run matrix` has one sign in with it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { createAuthority } from '../certificates/authority.ts';
import { javaOptions, javaTrustStore } from './java-options.ts';

describe('a trust store for Java', () => {
  it('has each certificate, in the order of the bundle, and a digest over it', () => {
    const authorities = [createAuthority(), createAuthority()];
    const store = javaTrustStore(authorities.map(({ cert }) => `# a comment\n${cert}`).join('\n'));
    assert.equal(store.subarray(0, 12).toString('hex'), 'feedfeed0000000200000002');
    let from = 0;
    for (const { der } of authorities) {
      const at = store.indexOf(der, from);
      assert.ok(at > from);
      assert.equal(store.readUInt32BE(at - 4), der.length);
      from = at;
    }
    const body = store.subarray(0, -20);
    assert.ok(store.subarray(-20).equals(createHash('sha1').update('Mighty Aphrodite').update(body).digest()));
  });
});

describe('the options of a Java', () => {
  it('name the store and the proxy; what has spaces or quotes is quoted as Java takes it', () => {
    const options = (store: string) => javaOptions(store, 'http://me:secret@127.0.0.1:4750').split(' -D')[0];
    assert.equal(options('/tmp/x/java.jks'), '-Djavax.net.ssl.trustStore=/tmp/x/java.jks');
    assert.equal(options('/my own/j'), '"-Djavax.net.ssl.trustStore=/my own/j"');
    assert.equal(options(`/"my" o'n/j`), `"-Djavax.net.ssl.trustStore=/"'"'"my"'"'" o'n/j"`);
    const all = javaOptions('/j', 'http://me:secret@127.0.0.1:4750');
    assert.match(all, / -Dhttps\.proxyHost=127\.0\.0\.1 -Dhttps\.proxyPort=4750 /);
  });
});
