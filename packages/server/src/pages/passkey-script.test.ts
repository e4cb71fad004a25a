// What the script about passkeys decides without a browser; the rest is in test/passkeys.
import assert from 'node:assert/strict';
import { it } from 'node:test';

interface PasskeyScript {
  renewAfter(life: number): number;
  troubleOf(
    error: { name?: string } | undefined,
    texts: { failed?: string; exists?: string; unreachable?: string },
  ): string | undefined;
}

const { renewAfter, troubleOf } = (await import(new URL('./passkey.js', import.meta.url).href)) as PasskeyScript;

it('a challenge that waits in the autofill is replaced half a minute before its end', () => {
  assert.equal(renewAfter(300_000), 270_000);
  assert.equal(renewAfter(10_000), 5000);
});

it('a ceremony that came to nothing is told in words, unless the next one ended it', () => {
  const texts = { failed: 'failed', exists: 'exists', unreachable: 'unreachable' };
  const told = (name?: string) => troubleOf(name === undefined ? undefined : { name }, texts);
  assert.deepEqual([told('NotAllowedError'), told('SecurityError'), told()], ['failed', 'failed', 'failed']);
  assert.deepEqual([told('InvalidStateError'), told('Unreachable')], ['exists', 'unreachable']);
  assert.equal(told('AbortError'), undefined);
});
