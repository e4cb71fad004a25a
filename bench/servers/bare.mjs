// A bare node:http server that sends the same bytes from a constant.
import { createServer } from 'node:http';

const { status, headers, body } = JSON.parse(process.argv[2] ?? '{}');
const bytes = Buffer.from(body);
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.end(bytes);
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
process.stdin.on('end', () => server.close()).resume();
process.stdin.on('end', () => server.closeAllConnections());
