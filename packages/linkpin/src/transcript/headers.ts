// Which headers a transcript has, and what their values may be. A header that is not listed is neither recorded nor played.
import type { Media } from './transcript.ts';

/** What a header's value has to match. */
type Values = Readonly<Record<string, RegExp>>;

const mediaType = /^[\w.+-]+\/[\w.+-]+(?:; ?charset=[\w-]+)?$/i;
const mediaTypes = /^(?:[\w.+*-]+\/[\w.+*-]+(?:; ?q=[\d.]+)?(?:, ?|$)){1,10}$/i;
const names = /^(?:\*|[\w-]+)(?:, ?[\w-]+){0,60}$/;
const text = /^[\x20-\x7e]{1,300}$/;

/** Headers of clients that say what device they are: their values are replaced. */
export const deviceHeaders = [
  'x-plex-client-identifier',
  'x-plex-token',
  'x-plex-product',
  'x-plex-version',
  'x-plex-platform',
  'x-plex-platform-version',
  'x-plex-device',
  'x-plex-device-name',
  'x-plex-model',
  'x-plex-device-vendor',
] as const;

/** Headers of requests. */
export const requestHeaders: Values = {
  ...Object.fromEntries(deviceHeaders.map((name) => [name, text])),
  accept: mediaTypes,
  'content-type': mediaType,
  'access-control-request-method': /^[A-Z]{3,10}$/,
  'access-control-request-headers': names,
  'x-plex-provides': /^[a-z-]+(?:, ?[a-z-]+){0,10}$/,
  'x-plex-sync-version': /^\d{1,3}$/,
  'x-plex-features': /^[a-z-]+(?:, ?[a-z-]+){0,10}$/,
};

/** Headers of responses. The content type is one of {@link mediaOf}, so that no browser ever takes a body for a page. */
export const responseHeaders: Values = {
  'content-type': mediaType,
  'retry-after': /^\d{1,6}$/,
  'cache-control': /^[a-z-]+(?:=\d{1,9})?(?:, ?[a-z-]+(?:=\d{1,9})?){0,8}$/,
  vary: names,
  'access-control-allow-origin': /^\*$/,
  'access-control-allow-methods': names,
  'access-control-allow-headers': names,
  'access-control-expose-headers': names,
  'access-control-max-age': /^\d{1,9}$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^(?:DENY|SAMEORIGIN)$/i,
  'referrer-policy': /^[a-z-]{1,40}$/,
  'x-plex-protocol': /^[\d.]{1,8}$/,
  'x-ratelimit-limit': /^\d{1,9}$/,
  'x-ratelimit-remaining': /^\d{1,9}$/,
};

/** The kind of media that a content type stands for; undefined for one whose bodies are not kept. */
export function mediaOf(contentType: string): Media | undefined {
  const type = contentType.split(';')[0]?.trim().toLowerCase();
  switch (type) {
    case 'application/json':
      return 'json';
    case 'application/xml':
    case 'text/xml':
      return 'xml';
    case 'application/x-www-form-urlencoded':
      return 'form';
    default:
      return undefined;
  }
}
