// Which headers a transcript has, and what their values may be. A header that is not listed is neither recorded nor played.
import type { Media } from './transcript.ts';

/** What a header's value has to match, by lower-case name. */
type Values = Readonly<Record<string, RegExp>>;

/** A list of words, of which each is one of these. Nothing else can be hidden in it. */
const listOf = (word: RegExp, end = ''): RegExp =>
  new RegExp(`^(?:${word.source})${end}(?:, ?(?:${word.source})${end}){0,60}$`, 'i');

const mediaType =
  /application\/(?:json|xml|x-www-form-urlencoded|octet-stream|\*)|text\/(?:xml|html|plain|\*)|image\/(?:png|svg\+xml|\*)|\*\/\*/;

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

const contentType = new RegExp(`^(?:${mediaType.source})(?:; ?charset=(?:utf-8|iso-8859-1|us-ascii))?$`, 'i');

const methods = listOf(/GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS/);

const headerNames = listOf(
  new RegExp(
    `${deviceHeaders.join('|')}|x-plex-(?:language|provides|device-screen-resolution)|accept|accept-encoding|accept-language|authorization|cache-control|content-type|date|etag|if-none-match|link|location|origin|retry-after|total-count|user-agent|x-request-id|x-requested-with|\\*`,
  ),
);

const provided =
  /controller|player|server|client|sync-target|pubsub-player|provider-playback|external-media|companion-proxy|indirect-media/;

/** Headers of requests. */
export const requestHeaders: Values = {
  ...Object.fromEntries(deviceHeaders.map((name) => [name, /^[\x20-\x7e]{0,4096}$/])),
  accept: listOf(mediaType, '(?:; ?q=[01](?:\\.\\d{1,3})?)?'),
  'content-type': contentType,
  prefer: /^wait=\d{1,3}$/,
  'access-control-request-method': methods,
  'access-control-request-headers': headerNames,
  'x-plex-provides': listOf(provided),
  'x-plex-sync-version': /^\d{1,3}$/,
  'x-plex-features': listOf(provided),
};

/** Headers of responses. */
export const responseHeaders: Values = {
  'content-type': contentType,
  'preference-applied': /^wait=\d{1,3}$/,
  'retry-after': /^\d{1,6}$/,
  'cache-control': listOf(
    /no-store|no-cache|no-transform|private|public|must-revalidate|proxy-revalidate|immutable|(?:max-age|s-maxage)=\d{1,9}/,
  ),
  vary: headerNames,
  'access-control-allow-origin': /^\*$/,
  'access-control-allow-methods': methods,
  'access-control-allow-headers': headerNames,
  'access-control-expose-headers': headerNames,
  'access-control-max-age': /^\d{1,9}$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^(?:DENY|SAMEORIGIN)$/i,
  'x-xss-protection': /^[01](?:; ?mode=block)?$/,
  'referrer-policy': listOf(
    /no-referrer|origin|same-origin|(?:strict-)?origin-when-cross-origin|strict-origin|unsafe-url/,
  ),
  'cross-origin-opener-policy': /^(?:same-origin|unsafe-none|same-origin-allow-popups|noopener-allow-popups)$/,
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
