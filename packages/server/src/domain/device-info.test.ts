import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { givenNameOf, nameOf, shownText } from './device-info.ts';
import { aPin } from './pin.testing.ts';

const { deviceInfo } = aPin().requester;

describe('what a device says of itself, as people are shown it', () => {
  it('loses characters that hide or reorder others, and keeps what people write', () => {
    assert.equal(shownText('Evil\u202Egnp.exe'), 'Evilgnp.exe');
    assert.equal(shownText('two\nlines\u0000'), 'two lines');
    assert.equal(shownText('a\u200Bb\uFEFFc'), 'abc');
    assert.equal(shownText('تلفاز غرفة الجلوس'), 'تلفاز غرفة الجلوس');
    assert.equal(shownText('👩‍👩‍👧 TV'), '👩‍👩‍👧 TV');
    assert.equal(shownText('a\u200Db'), 'ab');
    assert.equal(shownText('  \u202E '), null);
    assert.equal(shownText(null), null);
  });

  it('is cut where it is too long, and says so', () => {
    assert.equal(shownText('x'.repeat(80)), 'x'.repeat(80));
    assert.equal(shownText('x'.repeat(81)), `${'x'.repeat(79)}…`);
    assert.equal(shownText('👩‍👩‍👧'.repeat(9), 10), `${'👩‍👩‍👧'.repeat(9).slice(0, 14)}…`);
  });

  it('is never longer than asked, and never cut through a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200, size: 'max' }), (text) => {
        const shown = shownText(text, 10);
        if (shown === null) return;
        assert.ok([...shown].length <= 10);
        assert.ok(shown.isWellFormed());
        // oxlint-disable-next-line no-control-regex
        assert.doesNotMatch(shown, /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\u200E\u200F]/);
      }),
    );
  });

  it('gives a name: the device name if there is one, else the next best', () => {
    assert.equal(nameOf(deviceInfo), 'Living room');
    assert.equal(nameOf({ ...deviceInfo, deviceName: '\u200B' }), 'TV');
    assert.equal(nameOf({ ...deviceInfo, deviceName: null, device: null }), 'Plex for TV');
    assert.equal(nameOf({ ...deviceInfo, deviceName: null, device: 'Linux' }), 'Plex for TV');
    assert.equal(nameOf({ ...deviceInfo, deviceName: null, device: ' Linux ' }), 'Plex for TV');
    assert.equal(nameOf({ ...deviceInfo, deviceName: null, device: 'Linux', model: 'QN90' }), 'QN90');
    assert.equal(nameOf({ ...deviceInfo, deviceName: null, device: 'Linux', product: null }), 'Linux');
    assert.equal(nameOf({ ...deviceInfo, deviceName: null, device: null, product: null }), 'Tizen');
    assert.equal(nameOf({ ...deviceInfo, deviceName: null, device: null, product: null, platform: null }), 'A device');
  });
});

it('the name that a person gives is cut at sixty characters, and none is left of what cannot be shown', () => {
  assert.equal(givenNameOf(' Kitchen '), 'Kitchen');
  assert.equal(givenNameOf('x'.repeat(61)), `${'x'.repeat(59)}…`);
  for (const text of [null, '', ' \u200b ']) assert.equal(givenNameOf(text), null);
});
