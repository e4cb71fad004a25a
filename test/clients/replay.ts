// Requests as clients were seen to send them, sent again to a service that is alive.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { request as send, type IncomingHttpHeaders } from 'node:http';
import { XMLParser } from 'fast-xml-parser';
import type { Harness } from '../harness/service.ts';
import type { Approver } from './approver.ts';

/** A recorded request. */
export interface Recorded {
  readonly client: string;
  readonly version: string;
  readonly how: string;
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer, and the members of what it tells: of a JSON object, or of an XML root's attributes and children. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly members: Readonly<Record<string, unknown>>;
}

/** What a client saw between its first request and its last. */
export interface Seen {
  readonly recorded: readonly Recorded[];
  readonly created: Answer;
  readonly pending: Answer;
  readonly claimed: Answer;
  /** The answer to who the token's person is, if the client asks that. */
  readonly user: Answer | null;
  /** The answer to a poll that comes too late. */
  readonly gone: Answer;
}

export function readRecorded(file: URL): readonly Recorded[] {
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Recorded[];
}

const xml = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseTagValue: false });

function membersOf(type: string, body: string): Record<string, unknown> {
  if (type.startsWith('application/json')) return JSON.parse(body) as Record<string, unknown>;
  const { '?xml': _declaration, ...document } = xml.parse(body) as Record<string, Record<string, unknown>>;
  return Object.values(document)[0] ?? {};
}

/**
 * Sends a request with exactly this target, these headers (and Host) and this body.
 *
 * @param from the address that it comes from, as the proxy before the service tells it
 */
export function replay(service: string, from: string, { method, target, headers, body }: Recorded): Promise<Answer> {
  const { hostname, port } = new URL(service);
  const told = { ...headers, 'x-forwarded-for': from };
  return new Promise((resolve, reject) => {
    const request = send({ hostname, port, method, path: target, headers: told, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        const { statusCode = 0, headers: answered } = response;
        resolve({
          status: statusCode,
          headers: answered,
          body: text,
          members: membersOf(answered['content-type'] ?? '', text),
        });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** The identifier that a request gives its client, wherever it stands (wire S3). */
function identifierOf({ headers, target, body }: Recorded): string {
  const name = 'X-Plex-Client-Identifier';
  const given =
    headers[name.toLowerCase()] ??
    new URL(target, 'http://any').searchParams.get(name) ??
    new URLSearchParams(body).get(name);
  assert.ok(given !== null);
  return given;
}

/** Text of an element or a member, whatever the generation calls it. */
const text = (value: unknown): string =>
  typeof value === 'object' && value !== null ? String((value as Record<string, unknown>)['#text']) : String(value);

/** Where recorded requests are played. */
export interface ReplayTarget {
  readonly harness: Harness;
  /** The URL of its service. */
  readonly service: string;
  /** The address of the client. */
  readonly from: string;
  readonly person: Approver;
}

/**
 * Has a client's requests answered by a live pin: asked for, polled, approved by a person on the pages, polled until it
 * is gone. Where a record names its own pin, code or token, the live ones are put.
 */
export async function signInAsRecorded(
  { harness, service, from, person }: ReplayTarget,
  recorded: readonly Recorded[],
): Promise<Seen> {
  const [create, poll, user, ...rest] = recorded;
  assert.ok(create?.method === 'POST' && poll?.method === 'GET' && rest.length === 0);
  const created = await replay(service, from, create);
  const { id, code } = created.members;
  const read: Recorded = {
    ...poll,
    target: poll.target
      .replace(/(?<=\/pins\/)\d+/, text(id))
      .replace(/(?<=[?&]code=)[^&]+/, encodeURIComponent(text(code))),
  };
  const pending = await replay(service, from, read);

  if (text(code).length > 4) {
    const asked = new URLSearchParams({ clientID: identifierOf(create), code: text(code) });
    await person.answerApp(`${service}/auth#?${asked}`, 'yes');
  } else await person.answerCode(text(code), 'yes');
  const claimed = await replay(service, from, read);
  const token = text(claimed.members['authToken'] ?? claimed.members['auth_token']);
  const who =
    user === undefined
      ? null
      : await replay(service, from, { ...user, headers: { ...user.headers, 'x-plex-token': token } });
  harness.clock.pass(10_000);
  return { recorded, created, pending, claimed, user: who, gone: await replay(service, from, read) };
}
