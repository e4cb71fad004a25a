import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { WireRequest } from '../constants/messages.ts';
import { parseSignIn } from './sign-in.ts';

function saying(form: Record<string, string[]>, json: Record<string, unknown> = {}, query: string[] = []): WireRequest {
  return {
    ...{ method: 'POST', path: '/api/v2/users/signin', suffix: null },
    query: () => query,
    header: () => undefined,
    basic: () => undefined,
    form: (name) => (Object.hasOwn(form, name) ? (form[name] ?? []) : []),
    json,
  };
}

describe('a sign-in with a password (1.10)', () => {
  it('is said in a form or in JSON, with every space of the password', () => {
    const who = { login: 'ada', password: ' p w ' };
    assert.deepEqual(parseSignIn(saying({ login: ['ada'], password: [' p w '] })), { ok: true, value: who });
    assert.deepEqual(parseSignIn(saying({}, who)), { ok: true, value: who });
  });

  it('is never read from the query, which ends up in logs', () => {
    assert.equal(parseSignIn(saying({}, {}, ['ada'])).ok, false);
  });

  it('that lacks the name or the password is malformed, and nothing throws', () => {
    const none = parseSignIn(saying({ login: ['ada'] }));
    assert.ok(!none.ok && none.refusal.code === 1004 && none.refusal.status === 400);
    assert.equal(none.refusal.message, 'The login or the password is missing');
    assert.equal(parseSignIn(saying({ password: ['p'] })).ok, false);
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (json) => {
        const result = parseSignIn(saying({}, { ...json, password: ['list'] }));
        assert.ok(!result.ok);
      }),
    );
  });
});
