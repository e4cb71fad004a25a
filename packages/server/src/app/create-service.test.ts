import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeSecretKey } from '../tokens/keys.ts';
import { SettingsError } from './check-settings.ts';
import { createService } from './create-service.ts';

test('a demonstration television without the client that it runs is refused, and not left out', () => {
  assert.throws(
    () => createService({ keys: [makeSecretKey()], settings: { demo: true } }),
    (error) =>
      error instanceof SettingsError &&
      error.problems[0]?.setting === 'demo' &&
      error.message.includes('demoClientFolder'),
  );
});
