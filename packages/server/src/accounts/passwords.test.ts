import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { hash as oracleHash, verify as oracleVerify } from '@node-rs/argon2';
import { hasPassword } from '../domain/account.ts';
import { encode, matches, nobody, unmatchable } from './argon2.ts';
import { createPasswords } from './passwords.ts';

describe('a password hash', () => {
  it('is one that another argon2id implementation agrees with', async () => {
    for (const password of ['correct horse', 'пароль из слов', '🔑'.repeat(256)]) {
      assert.equal(await oracleVerify(await encode(password), password), true);
      assert.equal(await oracleVerify(await encode(password), `${password}!`), false);
    }
  });

  it('made elsewhere with the same or other costs is understood', async () => {
    for (const [memoryCost, timeCost] of [
      [19_456, 2],
      [8_192, 3],
    ] as const) {
      const made = await oracleHash('correct horse', { memoryCost, timeCost, parallelism: 1 });
      assert.equal(await matches('correct horse', made), true);
      assert.equal(await matches('correct mule', made), false);
    }
  });

  it('has the costs in it, and a salt of its own each time', async () => {
    const one = await encode('correct horse');
    assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    assert.notEqual(one, await encode('correct horse'));
  });

  it('that is none is refused loudly', async () => {
    await assert.rejects(matches('correct horse', 'correct horse'), TypeError);
    await assert.rejects(matches('correct horse', '$argon2i$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAA'), TypeError);
  });

  it('stands ready for nobody, at the usual cost', () => {
    assert.match(nobody, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe('the passwords', () => {
  const passwords = createPasswords();

  it('are 8 to 1024 bytes, counted after composing', async () => {
    const kind = async (password: string) => {
      const result = await passwords.hash(password);
      return result.ok ? 'ok' : result.refusal.kind;
    };
    assert.equal(await kind('1234567'), 'short-password');
    assert.equal(await kind('12345678'), 'ok');
    assert.equal(await kind('ä'.repeat(4)), 'ok');
    assert.equal(await kind('a\u0308'.repeat(3)), 'short-password');
    assert.equal(await kind('x'.repeat(1024)), 'ok');
    assert.equal(await kind('x'.repeat(1025)), 'long-password');
  });

  it('that belong to nobody wait for their turn like others, and so take as long', async () => {
    const narrow = createPasswords(1, 0);
    const first = narrow.hash('correct horse');
    assert.deepEqual(await narrow.check('correct horse', undefined), {
      ok: false,
      refusal: { kind: 'busy', retryAfter: 5 },
    });
    assert.ok((await first).ok);
    assert.deepEqual(await narrow.check('correct horse', undefined), { ok: true, value: false });
  });

  it('are the same however the keyboard composes them', async () => {
    const made = await passwords.hash('Zoë’s key');
    assert.ok(made.ok);
    assert.deepEqual(await passwords.check('Zoe\u0308’s key', made.value), { ok: true, value: true });
  });

  it('are never right for nobody, nor when absurdly long', async () => {
    const made = await passwords.hash('correct horse');
    assert.ok(made.ok);
    assert.deepEqual(await passwords.check('correct horse', undefined), { ok: true, value: false });
    assert.deepEqual(await passwords.check('x'.repeat(1_000_000), made.value), { ok: true, value: false });
  });

  it('are worked on a few at a time; whoever finds the queue full hears busy at once', async () => {
    const narrow = createPasswords(1, 2);
    const results = await Promise.all(Array.from({ length: 5 }, () => narrow.hash('correct horse')));
    assert.equal(results.filter((result) => result.ok).length, 3);
    assert.deepEqual(
      results.flatMap((result) => (result.ok ? [] : [result.refusal])),
      Array.from({ length: 2 }, () => ({ kind: 'busy', retryAfter: 5 })),
    );
    assert.ok((await narrow.hash('correct horse')).ok, 'and the queue moves on');
  });
});

test('an account without a password says so, and no two of them are of one version', async () => {
  const [none, other] = [unmatchable(), unmatchable()];
  assert.notEqual(none, other);
  assert.deepEqual(
    [hasPassword({ passwordHash: none }), hasPassword({ passwordHash: await encode('correct') })],
    [false, true],
  );
  assert.equal(await matches('no password here', none), false);
});
