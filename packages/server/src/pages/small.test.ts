import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { browserName } from './browser-name.ts';
import { deviceKind, type DeviceKind } from './device-kind.ts';
import { contrast, themeCss } from './theme.ts';
import { claimsOf, frameOf } from './frame.testing.ts';
import { whereFrom } from './where.ts';
import { datedTime, exactTime, relativeTime, waitTime } from './words/time.ts';

const speaker = frameOf('x');
const { now } = speaker;

describe('the kind of a device', () => {
  const cases: readonly (readonly [Partial<ReturnType<typeof claimsOf>>, DeviceKind])[] = [
    [{ platform: 'tvOS', device: 'Apple TV' }, 'tv'],
    [{ platform: 'Android', device: 'BRAVIA 4K' }, 'tv'],
    [{ product: 'Player for Samsung', platform: 'Tizen' }, 'tv'],
    [{ platform: 'webOS' }, 'tv'],
    [{ platform: 'Android', model: 'Pixel 9' }, 'phone'],
    [{ platform: 'iOS', device: 'iPad' }, 'tablet'],
    [{ platform: 'iOS', device: 'iPhone' }, 'phone'],
    [{ platform: 'Xbox' }, 'console'],
    [{ platform: 'Linux', product: 'linkpin CLI' }, 'computer'],
    [{ product: 'a terminal' }, 'terminal'],
    [{ platform: 'Chrome', device: 'Windows' }, 'computer'],
    [{ product: 'Something', deviceName: 'TV in the kitchen' }, 'tv'],
    [{ product: 'Something' }, 'device'],
    [{}, 'device'],
  ];
  it('is told from what it says of its make, then of its name', () => {
    for (const [claims, kind] of cases) {
      assert.equal(deviceKind({ ...claimsOf(null), ...claims }), kind, JSON.stringify(claims));
    }
  });
});

describe('a time', () => {
  it('has its date in the text from a day on, and always an exact one', () => {
    assert.equal(datedTime(now - 3_600_000, speaker), '1 hour ago');
    assert.equal(datedTime(now - 3 * 86_400_000, speaker), '3 days ago (Nov 18, 2026)');
    assert.match(exactTime(now, speaker), /^Nov 21, 2026, 12:00\sPM UTC$/);
  });
});

describe('a browser’s name', () => {
  it('is told from its user agent', () => {
    const firefox = 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0';
    assert.deepEqual(browserName(firefox, speaker.words), { name: 'Firefox on Android', kind: 'phone' });
    assert.deepEqual(browserName(null, speaker.words), { name: null, kind: 'device' });
    assert.deepEqual(browserName('-', speaker.words), { name: null, kind: 'device' });
  });

  it('survives anything', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void browserName(text, speaker.words)));
  });
});

describe('where a request came from', () => {
  const place = { countryCode: 'NL', continentCode: 'EU', country: 'Netherlands', city: 'Utrecht' };
  const full = {
    ...place,
    inEuropeanUnion: true,
    timeZone: null,
    postalCode: null,
    subdivisions: [],
    latitude: null,
    longitude: null,
  };

  it('shows an address only when it is of the person’s own network or a private one', () => {
    assert.deepEqual(whereFrom('203.0.113.9', full, '203.0.113.9', speaker), {
      at: 'own-network',
      address: '203.0.113.9',
      place: 'Utrecht, Netherlands',
    });
    assert.deepEqual(whereFrom('2001:db8:1:2::5', null, '2001:db8:1:2::6', speaker), {
      at: 'own-network',
      address: '2001:db8:1:2::5',
      place: null,
    });
    assert.deepEqual(whereFrom('192.168.1.9', null, '192.168.1.20', speaker), {
      at: 'own-network',
      address: '192.168.1.9',
      place: null,
    });
    assert.deepEqual(whereFrom('10.0.0.5', null, '203.0.113.9', speaker), { at: 'local-network', address: '10.0.0.5' });
    assert.deepEqual(whereFrom('198.51.100.7', full, '203.0.113.9', speaker), {
      at: 'place',
      place: 'Utrecht, Netherlands',
    });
    assert.deepEqual(whereFrom('198.51.100.7', { ...full, city: null }, null, speaker), {
      at: 'place',
      place: 'Netherlands',
    });
    assert.deepEqual(whereFrom('198.51.100.7', null, '203.0.113.9', speaker), { at: 'unknown' });
    assert.deepEqual(whereFrom(null, null, null, speaker), { at: 'unknown' });
  });
});

describe('a time', () => {
  it('is said as people say it', () => {
    const minute = 60_000;
    assert.equal(relativeTime(now, speaker), 'just now');
    assert.equal(relativeTime(now - 59_999, speaker), 'just now');
    assert.equal(relativeTime(now - 2 * minute, speaker), '2 minutes ago');
    assert.equal(relativeTime(now - 90 * minute, speaker), '1 hour ago');
    assert.equal(relativeTime(now - 26 * 60 * minute, speaker), 'yesterday');
    assert.equal(relativeTime(now + 5 * minute, speaker), 'in 5 minutes');
    assert.equal(waitTime(1, speaker), 'in 1 second');
    assert.equal(waitTime(61, speaker), 'in 2 minutes');
  });
});

describe('the theme', () => {
  it('has every accent readable as text and under text, in light and dark (WCAG 2 AA)', () => {
    const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
    fc.assert(
      fc.property(fc.option(colour, { nil: undefined }), (accent) => {
        const schemes = [...themeCss(accent, undefined).matchAll(/--accent:(#\w{6});--accent-ink:(#\w{6})/g)];
        assert.equal(schemes.length, 3);
        for (const [index, grounds] of [['#f4f3ee', '#ffffff'], ['#1c211f', '#111413'], ['#0c100f']].entries()) {
          const [, fill = '', ink = ''] = schemes[index] ?? [];
          for (const ground of grounds) assert.ok(contrast(fill, ground) >= 4.5, `${accent} on ${ground}`);
          assert.ok(contrast(fill, ink) >= 4.5);
        }
      }),
    );
  });
});
