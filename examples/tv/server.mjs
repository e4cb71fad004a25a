// Serves the page. There is no proxy: the service answers pages of every origin, and the page asks it directly.
// In a project of your own: npm i @linkpin/client qr, and npm i -D esbuild
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buildPage, settings } from './build.mjs';

const types = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript; charset=utf-8' };

const files = await buildPage(settings());
const headers = {
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src ${new URL(settings().issuer).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

const server = createServer(({ url = '/' }, response) => {
  const name = url === '/' ? 'index.html' : url.slice(1);
  if (!Object.hasOwn(files, name)) return response.writeHead(404, headers).end();
  return response.writeHead(200, { ...headers, 'content-type': types[name.split('.').pop()] }).end(files[name]);
});
server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1');
await once(server, 'listening');
console.log(`http://127.0.0.1:${server.address().port}`);
