// Stand-ins: recognizable, and of the shape of what they replace. The first value of a kind becomes number 1, the next
// one number 2, so that nothing of a value is in its stand-in but its shape and its length.
import { plexHosts } from '../emulator/plex-hosts.ts';
import type { StandInKind, StandInRule } from './rules.ts';
import { standInJwt } from './jwt.ts';
import { standInUrl } from './urls.ts';
import type { Clock } from './clock.ts';

/** The stand-ins of one recording. */
export interface StandIns {
  /** When the recording began, and what becomes of its times. */
  readonly clock: Clock;
  /** The stand-in for a text that is not empty; the same for an equal one of the same kind. */
  of(rule: StandInRule, real: string): string;
  /** The stand-in that a text has already, of any kind. */
  known(real: string): string | undefined;
  /** Everything that was replaced. */
  replaced(): Iterable<string>;
}

export function createStandIns(clock: Clock): StandIns {
  const byKind = new Map<string, Map<string, string>>();
  const counts = new Map<string, number>();
  const next = (shape: string): number => {
    const number = (counts.get(shape) ?? 0) + 1;
    counts.set(shape, number);
    return number;
  };
  const known = (real: string): string | undefined => {
    for (const map of byKind.values()) {
      const found = map.get(real);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const self: StandIns = {
    clock,
    known,
    *replaced() {
      for (const map of byKind.values()) yield* map.keys();
    },
    of({ is: kind, word }, real) {
      if (kind === 'url') return standInUrl(real, self);
      if (kind === 'opaque' && (plexHosts as readonly string[]).includes(real)) return real;
      // No product was sent (wire S15).
      if (kind === 'text' && real === '0') return real;
      const map = byKind.get(kind) ?? new Map<string, string>();
      byKind.set(kind, map);
      const standIn = map.get(real) ?? makeStandIn(kind, word, real, next, self);
      map.set(real, standIn);
      return standIn;
    },
  };
  return self;
}

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const hex = /^(?:0x[\da-f]{8,128}|[\da-f]{12,128})$/i;
const ipv4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const ipv6 = /^[\da-f:.]*:[\da-f:.]*:[\da-f:.%\w]*$/i;

/** A word and a number, filled up with zeros to a length. */
const filled = (word: string, number: string, length: number): string =>
  word.slice(0, Math.max(1, length - number.length)).padEnd(length - number.length, '0') + number;

/** Longer values than this are replaced by ones of this length. */
const longest = 128;

const lengthOf = (real: string, least: number): number => Math.min(longest, Math.max(least, real.length));

const tokenLength = 8;

/** Networks for documentation (RFC 5737). */
const examples = ['192.0.2', '198.51.100', '203.0.113'];

function makeStandIn(
  kind: Exclude<StandInKind, 'url'>,
  word: string,
  real: string,
  next: (shape: string) => number,
  standIns: StandIns,
): string {
  const inBase36 = (shape: string): string => next(shape).toString(36);
  switch (kind) {
    case 'id':
      // The first digit keeps the length, and whatever fits into 31 bits does so again.
      return /^\d{1,15}$/.test(real)
        ? filled('1', String(next('id')), lengthOf(real, 4))
        : makeOpaque(word, real, next);
    case 'code': {
      const isLower = /[a-z]/.test(real);
      const made = filled(word, inBase36('code'), lengthOf(real, 4));
      return isLower ? made : made.toUpperCase();
    }
    case 'token': {
      const number = inBase36('token');
      return standInJwt(real, number, standIns) ?? filled(word, number, lengthOf(real, tokenLength));
    }
    case 'key':
      // 32 bytes in base64url, whose last symbol has two bits of nothing.
      return `${filled(word, inBase36('key'), lengthOf(real, tokenLength) - 1)}A`;
    case 'opaque':
      return makeOpaque(word, real, next);
    case 'person':
      return real.includes('@') ? `person${next('person')}@example.com` : `${word}-${next(word)}`;
    case 'text':
      return `${word}-${next(word)}`;
    case 'address':
      return makeAddress(word, real, next);
  }
}

function makeOpaque(word: string, real: string, next: (shape: string) => number): string {
  const hexNumber = (): string => next('hex').toString(16);
  if (uuid.test(real)) return `00000000-0000-4000-8000-${hexNumber().padStart(12, '0')}`;
  if (!hex.test(real)) return `${word}-${next(word)}`;
  const start = real.startsWith('0x') ? '0x' : '';
  return start + hexNumber().padStart(lengthOf(real, 12) - start.length, '0');
}

function makeAddress(word: string, real: string, next: (shape: string) => number): string {
  if (ipv6.test(real)) return `2001:db8::${next('ipv6').toString(16)}`;
  if (!ipv4.test(real)) return `${word}-${next(word)}.example.com`;
  const number = next('ipv4') - 1;
  return `${examples[Math.floor(number / 254) % examples.length]}.${(number % 254) + 1}`;
}
