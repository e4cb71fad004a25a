// A node:http server with the minimum of a pending poll of RFC 8628: reads the form, looks the code up in a Map, and
// sends a constant.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { status, headers, body, codesFile } = JSON.parse(process.argv[2] ?? '{}');
const pins = new Map(
  readFileSync(codesFile, 'utf8')
    .split('\n')
    .map((code) => [code, { client: 'tv', state: 'pending' }]),
);
const pending = Buffer.from(body);
const unknown = Buffer.from('{"error":"invalid_grant"}');

function answer(form) {
  const pin = pins.get(form.get('device_code'));
  return pin !== undefined && pin.client === form.get('client_id') && pin.state === 'pending' ? pending : unknown;
}

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (part) => (text += part));
  request.on('end', () => {
    const bytes = answer(new URLSearchParams(text));
    response.writeHead(status, { ...headers, 'content-length': bytes.length });
    response.end(bytes);
  });
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
process.stdin
  .on('end', () => {
    server.close();
    server.closeAllConnections();
  })
  .resume();
