import assert from 'node:assert/strict';
import { it } from 'node:test';
import { settingsSchema, type SettingsInput } from '../config/settings.ts';
import { settingsWarnings } from './check-settings.ts';

const warningsOf = (settings: SettingsInput): string => settingsWarnings(settingsSchema.parse(settings)).join('\n');

it('an operator is told of settings that protect less, and of none else', () => {
  assert.equal(warningsOf({}), '');
  assert.equal(warningsOf({ publicUrl: 'https://link.example', host: '0.0.0.0' }), '');
  assert.match(warningsOf({ insecureHttp: true }), /Plain http is allowed .* anybody on the way can read passwords/);
  assert.match(warningsOf({ host: '0.0.0.0' }), /no public URL/);
  assert.match(warningsOf({ clientRegistration: 'open' }), /Anybody can register OAuth clients/);
});
