import type { IncomingHttpHeaders } from 'node:http';

/** Headers of one connection (RFC 9110 §7.6.1), which HTTP/2 does not even have. */
const ofConnection = [
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
];

/** The headers that go on with a message. */
export const passedOn = (headers: IncomingHttpHeaders): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith(':') || ofConnection.includes(name) || value === undefined ? [] : [[name, value]],
    ),
  );

/** The same, as one text each. */
export const headerTexts = (headers: IncomingHttpHeaders): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(passedOn(headers)).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : value.join(', '),
    ]),
  );
