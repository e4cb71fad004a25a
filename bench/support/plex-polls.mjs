// Polls of pending plex pins.

/** The headers of each request. */
export const headers = {
  accept: 'application/json',
  'x-plex-client-identifier': 'bench-tv-0001',
  'x-plex-product': 'Bench TV',
};

/** @param idsFile the ids to poll in turn, one per line */
export const pollsOfPins = ({ port, serverPid }, idsFile) => ({
  port,
  serverPid,
  request: [
    'GET /api/v2/pins/{code} HTTP/1.1',
    `host: 127.0.0.1:${port}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n'),
  codesFile: idsFile,
  connections: 32,
  seconds: 3,
  status: 200,
});
