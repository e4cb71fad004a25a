// Pure: what is sent for a request.
import { mediaOf } from '../transcript/headers.ts';
import type { Body, Exchange, Texts, Transcript } from '../transcript/transcript.ts';
import { xmlText } from '../transcript/xml.ts';
import { askedOf, formatAsked, saidInstead, type Asked } from './asked.ts';
import { retellJson, retellXml, type Retelling } from './retell.ts';

/** A response. */
export interface Played {
  readonly status: number;
  readonly headers: Texts;
  readonly body: string;
}

const contentTypes = { json: 'application/json; charset=utf-8', xml: 'application/xml; charset=utf-8' } as const;

/** No browser takes a body for something else, and pages of any origin read it, as from plex.tv. */
const always: Texts = { 'access-control-allow-origin': '*', 'x-content-type-options': 'nosniff' };

/** The text of a body and its kind; undefined for one that the transcript does not hold. */
function written(body: Body, retelling: Retelling): { kind: 'json' | 'xml'; text: string } | undefined {
  if ('json' in body) return { kind: 'json', text: JSON.stringify(retellJson(body.json, retelling)) };
  if ('xml' in body) return { kind: 'xml', text: xmlText(retellXml(body.xml, retelling)) };
  return undefined;
}

/** Statuses that have no body (RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5). */
const bodiless = [204, 205, 304];

/**
 * Tells a recorded response to whoever asks now.
 *
 * @param now in milliseconds since the epoch
 * @returns undefined if the transcript does not hold its body
 */
export function responseOf(
  { request, response, afterMs }: Exchange,
  { recordedOn }: Pick<Transcript, 'recordedOn'>,
  asked: Asked,
  now: number,
): Played | undefined {
  const { status, headers: { 'content-type': type, ...headers } = {}, body } = response;
  const head = { ...headers, ...always };
  if (body === undefined || bodiless.includes(status)) return { status, headers: head, body: '' };
  const start = Date.parse(recordedOn);
  const later = Math.floor((now - start - afterMs) / 1000) * 1000;
  const text = written(body, { instead: saidInstead(askedOf(request), asked), start, later });
  if (text === undefined) return undefined;
  const isTheirs = type !== undefined && mediaOf(type) === text.kind;
  return { status, headers: { ...head, 'content-type': isTheirs ? type : contentTypes[text.kind] }, body: text.text };
}

/** The answer to what was not recorded: 501, so that nobody takes it for one of plex.tv's. */
export function unrecorded(asked: Asked, message: string): Played {
  const status = 501;
  const kind = formatAsked(asked);
  const error = { code: 1002, message, status };
  const attributes = { code: '1002', message, status: String(status) };
  const body =
    kind === 'json'
      ? JSON.stringify({ errors: [error] })
      : xmlText({ name: 'errors', children: [{ name: 'error', attributes }] });
  return { status, headers: { ...always, 'content-type': contentTypes[kind], 'cache-control': 'no-store' }, body };
}

/** Lets a page of any origin ask, where the transcript has no preflight of its own. */
export function preflight({ headers }: Asked): Played {
  const allowed = {
    'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
    'access-control-allow-headers': headers['access-control-request-headers'] ?? '*',
  };
  return { status: 204, headers: { ...always, ...allowed }, body: '' };
}
