import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { drawCode, foldCode } from '../domain/code.ts';
import { readUserCodes } from './user-codes.ts';
import { SettingsError } from './check-settings.ts';

describe('the setting for user codes', () => {
  it('knows letters without vowels and digits; people have ten minutes (D53 D49)', () => {
    assert.deepEqual(readUserCodes('letters'), {
      alphabet: 'BCDFGHJKLMNPQRSTVWXZ',
      length: 8,
      life: 600_000,
    });
    assert.deepEqual(readUserCodes('digits'), {
      alphabet: '0123456789',
      length: 12,
      life: 600_000,
    });
  });

  it('takes a set of one’s own', () => {
    const { alphabet, length } = readUserCodes('BCDFGHJKLMNPQRSTVWXZ:9');
    assert.deepEqual({ alphabet, length }, { alphabet: 'BCDFGHJKLMNPQRSTVWXZ', length: 9 });
  });

  it('refuses codes that are too easy to guess, and says how many bits they would hold (D43)', () => {
    for (const [setting, bits] of [
      ['BCDFGHJKLMNPQRSTVWXZ:7', '30.3'],
      ['0123456789:10', '33.2'],
      ['AB:32', '32.0'],
    ] as const) {
      assert.throws(
        () => readUserCodes(setting),
        (error) => error instanceof SettingsError && error.message.includes(bits),
      );
    }
    readUserCodes('0123456789:11');
  });

  it('refuses symbols that people take for one another or cannot type', () => {
    for (const symbols of [
      '0O123456789ABC',
      '1I23456789ABCD',
      'AaBCDFGHJKLMNP',
      'ABCDFGHJ-KLMNP',
      'ABCDEFGHIJK LM',
      'ÄBCDFGHJKLMNP',
    ]) {
      assert.throws(() => readUserCodes(`${symbols}:12`), SettingsError, symbols);
    }
  });

  it('refuses what is no setting', () => {
    for (const setting of [
      '',
      'words',
      'ABCDEFGH',
      'ABCDEFGH:',
      'ABCDEFGH:x',
      'ABCDEFGH:8.5',
      'A:30',
      'ABCDEFG:32',
      'ABCDEFGH:33',
      ':12',
      'constructor',
    ]) {
      assert.throws(() => readUserCodes(setting), SettingsError, setting);
    }
  });

  it('either refuses or gives codes of 34 bits that fold to themselves one to one', () => {
    const symbols = fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789abz-'), maxLength: 40 });
    fc.assert(
      fc.property(symbols, fc.integer({ min: -1, max: 40 }), (alphabet, length) => {
        let format;
        try {
          format = readUserCodes(`${alphabet}:${length}`);
        } catch (error) {
          assert.ok(error instanceof SettingsError);
          return;
        }
        assert.ok(Math.log2(format.alphabet.length) * format.length >= 34);
        const code = drawCode(format, (count) => randomBytes(count));
        assert.equal(foldCode(code).length, format.length);
        assert.equal(new Set([...format.alphabet].map(foldCode)).size, format.alphabet.length);
      }),
    );
  });
});
