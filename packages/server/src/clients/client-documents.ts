// Clients whose identifier is the URL of what they say of themselves (Client ID Metadata Documents).
import { isAllowedDocument, isDocumentUrl } from '../config/client-document.ts';
import { accepted, refused, type Result } from '../domain/result.ts';
import { createFetchCache, type Fetched } from '../safe-fetch/fetch-cache.ts';
import type { Clock } from '../service/ports/clock.ts';
import type { OAuthClient, OAuthClients } from '../service/ports/oauth-clients.ts';
import type { DriverCache } from '../service/ports/pending-cache.ts';

/** The clients of metadata documents. */
export interface ClientDocuments {
  /** True for the URL of a document that the operator allows. */
  isAllowed(id: string): boolean;
  /** True for such a URL of which nothing is remembered, so that it would be fetched. */
  isNew(id: string): boolean;
  /** The client, if its document was fetched a moment ago. */
  known(id: string): OAuthClient | undefined;
  /** The client; fetches its document if need be. Undefined if there is none, or none that can be used. */
  byId(id: string): Promise<OAuthClient | undefined>;
  /** Why the document that was fetched last cannot be used: a sentence for the client's developers. */
  faultOf(id: string): string | undefined;
}

/** What {@link createClientDocuments} needs. */
export interface ClientDocumentPorts {
  /** Fetches the document, without following redirects. */
  readonly fetch: (url: string) => Promise<Response>;
  /** Makes a client of what a document says; a sentence if it cannot be one. */
  readonly read: (url: string, document: unknown) => Result<OAuthClient, string>;
  readonly clock: Clock;
  /** URLs with which those of documents begin; none: there are no such clients. */
  readonly prefixes: readonly string[];
  /** How many requests may wait for documents. */
  readonly mostWaiting: number;
}

/** Most characters of a document (the draft's recommendation, §6.6). */
const longest = 5 * 1024;

/** How old a document may be, in milliseconds, before it is fetched again; and one that cannot be used. */
const fresh = { good: 10 * 60 * 1000, bad: 30 * 1000 } as const;

/** How old a document may be that cannot be fetched again, in milliseconds. */
const oldest = 24 * 60 * 60 * 1000;

/** How often documents of one host are fetched in a minute. */
const mostOfHost = 60;

const isJson = (response: Response): boolean =>
  /^application\/([\w.-]+\+)?json *(;|$)/i.test(response.headers.get('content-type') ?? '');

/** The document in an answer; undefined if the answer says nothing of the document. */
async function readAnswer(response: Response): Promise<Result<unknown, string> | undefined> {
  const { status } = response;
  if (status >= 500 || status === 429) return undefined;
  if (status >= 300 && status < 400) return refused('the document is somewhere else, and redirects are not followed');
  if (status !== 200) return refused(`its URL answers with status ${status}`);
  if (!isJson(response)) return refused('it is not served as application/json');
  const text = await response.text();
  if (text.length > longest) return refused(`it is longer than ${longest} characters`);
  try {
    return accepted(JSON.parse(text));
  } catch {
    return refused('it is not JSON');
  }
}

/** Creates the clients of documents. Nothing is fetched before one is asked for. */
export function createClientDocuments(ports: ClientDocumentPorts): ClientDocuments {
  const { fetch, read, clock, prefixes, mostWaiting } = ports;
  const now = (): number => clock.now();

  // A minute's fetches of each host, so that nobody has us ask one host for many documents.
  let minute = 0;
  const asked = new Map<string, number>();
  const mayAsk = (url: string): boolean => {
    const current = Math.floor(now() / 60_000);
    if (current !== minute) asked.clear();
    minute = current;
    const { host } = new URL(url);
    const count = (asked.get(host) ?? 0) + 1;
    asked.set(host, count);
    return count <= mostOfHost;
  };

  const load = async (url: string): Promise<Result<OAuthClient, string> | undefined> => {
    if (!mayAsk(url)) return undefined;
    const answer = await readAnswer(await fetch(url));
    return answer === undefined || !answer.ok ? answer : read(url, answer.value);
  };
  const cache = createFetchCache(load, now, mostWaiting);

  const isFresh = ({ value, age }: Fetched<Result<OAuthClient, string>>): boolean =>
    age < (value.ok ? fresh.good : fresh.bad);
  const remembered = (id: string): Fetched<Result<OAuthClient, string>> | undefined => {
    const last = cache.last(id);
    return last !== undefined && last.age < oldest ? last : undefined;
  };
  const clientIn = (document: Result<OAuthClient, string> | undefined): OAuthClient | undefined =>
    document?.ok === true ? document.value : undefined;
  const isAllowed = (id: string): boolean => isDocumentUrl(id) && isAllowedDocument(prefixes, id);

  return {
    isAllowed,
    isNew: (id) => isAllowed(id) && remembered(id) === undefined,
    known(id) {
      const last = cache.last(id);
      return last !== undefined && isFresh(last) ? clientIn(last.value) : undefined;
    },
    async byId(id) {
      if (!isAllowed(id)) return undefined;
      const last = remembered(id);
      if (last !== undefined && isFresh(last)) return clientIn(last.value);
      const fetched = await cache.fetch(id);
      return clientIn(fetched.ok ? fetched.value : last?.value);
    },
    faultOf(id) {
      const last = cache.last(id);
      return last === undefined || last.value.ok ? undefined : last.value.refusal;
    },
  };
}

/**
 * Adds the clients of documents to those that an operator registered, which take precedence. They are not stored: an
 * operator ends them by their prefix.
 */
export function withClientDocuments(documents: ClientDocuments, registered: OAuthClients): OAuthClients {
  return { ...registered, byId: async (id) => (await registered.byId(id)) ?? documents.byId(id) };
}

/** Adds those that were fetched a moment ago to what the hot path remembers of clients. */
export function withPendingDocuments(documents: ClientDocuments, pending: DriverCache): DriverCache {
  return { ...pending, client: (id) => pending.client(id) ?? documents.known(id) };
}
