// Reads a transcript that anybody may have written.
import { plexHosts } from '../emulator/plex-hosts.ts';
import { TranscriptError } from './error.ts';
import { mediaOf, requestHeaders, responseHeaders } from './headers.ts';
import { entriesOf, list, memberOf, object, oneOf, safeText, textLike, texts, whole, type Reader } from './reading.ts';
import { namePattern } from './texts.ts';
import {
  limits,
  version,
  type Body,
  type Exchange,
  type Json,
  type Media,
  type RecordedRequest,
  type RecordedResponse,
  type Transcript,
  type XmlElement,
} from './transcript.ts';

const name: Reader<string> = (value, place) => {
  if (typeof value === 'string' && value.length <= limits.name && namePattern.test(value)) return value;
  throw new TranscriptError(place, 'has to be a name');
};

const json =
  (depth: number): Reader<Json> =>
  (value, place) => {
    if (depth > limits.depth) throw new TranscriptError(place, `is deeper than ${limits.depth} levels`);
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) throw new TranscriptError(place, 'is too large a number');
      return value;
    }
    if (typeof value === 'string') return safeText(value, place);
    if (Array.isArray(value)) return list(json(depth + 1), limits.members)(value, place);
    const members = entriesOf(value, place);
    return Object.fromEntries(members.map(([key, member]) => [key, json(depth + 1)(member, memberOf(place, key))]));
  };

const element =
  (depth: number): Reader<XmlElement> =>
  (value, place) => {
    if (depth > limits.depth) throw new TranscriptError(place, `is deeper than ${limits.depth} levels`);
    const read = object<XmlElement>(
      { name, attributes: texts(), children: list(element(depth + 1), limits.members), text: safeText },
      ['attributes', 'children', 'text'],
    )(value, place);
    if (read.text !== undefined && read.children !== undefined) {
      throw new TranscriptError(place, 'has text and children');
    }
    return read;
  };

const bodies: Readonly<Record<Media | 'leftOut', Reader<Body>>> = {
  json: object<{ json: Json }>({ json: json(0) }),
  xml: object<{ xml: XmlElement }>({ xml: element(0) }),
  form: object<{ form: Readonly<Record<string, string>> }>({ form: texts() }),
  leftOut: object<{ leftOut: string; bytes: number }>({
    leftOut: textLike(/^(?:unknown|[\w.+-]{1,60}\/[\w.+-]{1,60})$/, 'has to be a media type or unknown'),
    bytes: whole(0, Number.MAX_SAFE_INTEGER),
  }),
};

const body: Reader<Body> = (value, place) => {
  const names = entriesOf(value, place).map(([key]) => key);
  const kind = (['json', 'xml', 'form', 'leftOut'] as const).find((one) => names.includes(one));
  if (kind === undefined) throw new TranscriptError(place, 'has to have json, xml, form or leftOut');
  return bodies[kind](value, place);
};

const headers = (listed: Readonly<Record<string, RegExp>>) =>
  texts((header, text, place) => {
    const pattern = Object.hasOwn(listed, header) ? listed[header] : undefined;
    if (pattern === undefined) throw new TranscriptError(place, 'is not a header that a transcript has');
    if (!pattern.test(text)) throw new TranscriptError(place, 'has a value that this header cannot have');
  });

/** A body goes with its content type, so that what is played is never taken for something else. */
function checkMedia(message: Pick<RecordedRequest, 'headers' | 'body'>, place: string): void {
  const type = message.headers?.['content-type'];
  const { body: sent } = message;
  if (sent === undefined || 'leftOut' in sent || type === undefined) return;
  const media = mediaOf(type);
  if (media === undefined || !(media in sent)) {
    throw new TranscriptError(memberOf(place, 'headers.content-type'), 'is not that of the body');
  }
}

const checked =
  <Message extends Pick<RecordedRequest, 'headers' | 'body'>>(reader: Reader<Message>): Reader<Message> =>
  (value, place) => {
    const message = reader(value, place);
    checkMedia(message, place);
    return message;
  };

const request = checked(
  object<RecordedRequest>(
    {
      method: textLike(/^[A-Z]{3,10}$/, 'has to be a method'),
      host: oneOf(plexHosts),
      path: textLike(/^(?:\/[\w:-][\w.:-]*){1,10}\/?$/, 'has to be a path'),
      query: texts(),
      headers: headers(requestHeaders),
      body,
    },
    ['query', 'headers', 'body'],
  ),
);

const response = checked(
  object<RecordedResponse>({ status: whole(200, 599), headers: headers(responseHeaders), body }, ['headers', 'body']),
);

const transcript = object<Transcript>({
  format: oneOf(['linkpin transcript']),
  version: oneOf([version]),
  recordedOn: (value, place) => {
    const day = textLike(/^\d{4}-\d\d-\d\d$/, 'has to be a day, YYYY-MM-DD')(value, place);
    if (Number.isNaN(Date.parse(day))) throw new TranscriptError(place, 'is not a day of the calendar');
    return day;
  },
  exchanges: list(
    object<Exchange>(
      {
        request,
        response,
        afterMs: whole(0, Number.MAX_SAFE_INTEGER),
        repeats: whole(1, Number.MAX_SAFE_INTEGER),
      },
      ['repeats'],
    ),
    limits.exchanges,
  ),
  leftOut: list(safeText, limits.leftOut),
});

/**
 * Reads a transcript. It may come from anybody: what is returned has no header beyond those that are listed, no markup,
 * no address that leads elsewhere, and keeps to the {@link limits}.
 *
 * @param text the content of the file
 * @throws {TranscriptError} for anything else, with the place and what is wrong there
 */
export function readTranscript(text: string): Transcript {
  if (Buffer.byteLength(text) > limits.bytes) throw new TranscriptError('', `is larger than ${limits.bytes} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TranscriptError('', 'is not valid JSON');
  }
  return transcript(value, '');
}
