import type { Mutant } from '../mutant.ts';

const src = 'packages/server/src';
const fetches = [`${src}/safe-fetch/fetch-cache.test.ts`];
const documents = [`${src}/clients/client-documents.test.ts`];
const documentUrls = [`${src}/config/client-document.test.ts`];
const grants = [`${src}/domain/device-grant.test.ts`];

/** What strangers' URLs are fetched by, clients that are named by one, and clients that are to use a browser. */
export const clientDocumentMutants: readonly Mutant[] = [
  {
    name: "a stranger's URL is fetched for each request",
    file: `${src}/safe-fetch/fetch-cache.ts`,
    symbol: 'createFetchCache',
    guard: `if (entry.underWay === undefined && !isCool(entry)) return refused('unavailable');`,
    without: '',
    tests: fetches,
  },
  {
    name: "requests that come at once fetch a stranger's URL as often",
    file: `${src}/safe-fetch/fetch-cache.ts`,
    symbol: 'createFetchCache',
    guard: 'await (entry.underWay ?? begin(url, entry))',
    without: 'await begin(url, entry)',
    tests: fetches,
  },
  {
    name: 'any number of requests waits for one URL',
    file: `${src}/safe-fetch/fetch-cache.ts`,
    symbol: 'createFetchCache',
    guard: 'entry.waiting >= waitingForOne || ',
    without: '',
    tests: fetches,
  },
  {
    name: 'any number of requests waits for URLs',
    file: `${src}/safe-fetch/fetch-cache.ts`,
    symbol: 'createFetchCache',
    guard: ' || waiting >= mostWaiting',
    without: '',
    tests: fetches,
  },
  {
    name: 'a metadata document is fetched from wherever a client says',
    file: `${src}/clients/client-documents.ts`,
    symbol: 'createClientDocuments',
    guard: ' && isAllowedDocument(prefixes, id)',
    without: '',
    tests: documents,
  },
  {
    name: 'a prefix of metadata documents ends in the middle of a path',
    file: `${src}/config/client-document.ts`,
    symbol: 'isAllowedDocument',
    guard: "prefix.endsWith('/') ? prefix : `${prefix}/`",
    without: 'prefix',
    tests: documentUrls,
  },
  {
    name: 'a metadata document has many URLs',
    file: `${src}/config/client-document.ts`,
    symbol: 'isDocumentUrl',
    guard: 'url.href === id && ',
    without: '',
    tests: documentUrls,
  },
  {
    name: 'a client that changed its metadata document is what it was for a day',
    file: `${src}/clients/client-documents.ts`,
    symbol: 'createClientDocuments',
    guard: 'if (last !== undefined && isFresh(last)) return clientIn(last.value);',
    without: 'if (last !== undefined) return clientIn(last.value);',
    tests: documents,
  },
  {
    name: 'one host is asked for any number of metadata documents',
    file: `${src}/clients/client-documents.ts`,
    symbol: 'createClientDocuments',
    guard: 'if (!mayAsk(url)) return undefined;',
    without: '',
    tests: documents,
  },
  {
    name: 'a metadata document says the identifier of another client',
    file: `${src}/protocols/oauth/client-document.ts`,
    symbol: 'readClientDocument',
    guard: "if (members['client_id'] !== url) return refused('its client_id is not its own URL');",
    without: '',
    tests: [`${src}/protocols/oauth/client-document.test.ts`],
  },
  {
    name: 'a client authenticates with a secret that its metadata document tells everybody',
    file: `${src}/protocols/oauth/client-document.ts`,
    symbol: 'readClientDocument',
    guard: "read.value.authMethod === 'none' || read.value.authMethod === 'private_key_jwt'",
    without: 'read.ok',
    tests: [`${src}/protocols/oauth/client-document.test.ts`],
  },
  {
    name: 'a client that is to use the browser gets a device code anyway',
    file: `${src}/domain/device-grant.ts`,
    symbol: 'barToDeviceCode',
    guard: "client.browserFirst === true && !hasNoBrowser ? 'browser-first' : null",
    without: 'null',
    tests: grants,
  },
  {
    name: 'a client gets a device code where the operator gives none',
    file: `${src}/domain/device-grant.ts`,
    symbol: 'barToDeviceCode',
    guard: '!isOn || ',
    without: '',
    tests: grants,
  },
  {
    name: 'another browser is led on with what a phone approved',
    file: `${src}/http/pages/tickets.ts`,
    symbol: 'createTickets',
    guard: "words?.use === 'waiting' && words.browser === browser",
    without: "words?.use === 'waiting'",
    tests: [`${src}/http/pages/another-device.test.ts`],
    named: 'is led on alone',
  },
];
