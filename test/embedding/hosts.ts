// Servers of others that the service is mounted in, below /link and beside a route of their own.
import { createServer, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { NodeHandler } from '@linkpin/server';

/** What the frameworks need of a request handler is told by their documents; they are JavaScript here. */
type Framework = (...options: readonly unknown[]) => {
  use(...given: readonly unknown[]): void;
  get(path: string, answer: (request: unknown, response: { end(text: string): void }) => unknown): void;
};

const from = (example: string) => createRequire(new URL(`../../examples/${example}/package.json`, import.meta.url));

/** What lies at the root though the service is mounted below it (RFC 8414 §3.1). */
export const metadata = '/.well-known/oauth-authorization-server/link';

export interface Host {
  readonly server: Server;
  /** Where the service is, base path included. */
  readonly base: string;
  readonly root: string;
}

async function listening(server: Server): Promise<Host> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, root, base: `${root}/link` };
}

function withNode(handler: NodeHandler): Promise<Host> {
  return listening(
    createServer((incoming, outgoing) => {
      if (incoming.url === '/own') outgoing.end('own');
      else handler(incoming, outgoing);
    }),
  );
}

function withExpress(handler: NodeHandler): Promise<Host> {
  const express = from('express')('express') as Framework & { json(): unknown };
  const app = express();
  app.use(['/link', metadata], handler);
  app.use(express.json());
  app.get('/own', (_, response) => response.end('own'));
  return listening(createServer(app as unknown as RequestListener));
}

interface Fastify {
  readonly server: Server;
  register(plugin: (app: Fastify) => Promise<void>, options: { readonly prefix: string }): void;
  removeAllContentTypeParsers(): void;
  addContentTypeParser(
    type: string,
    parse: (request: unknown, body: unknown, done: (error: null) => void) => void,
  ): void;
  all(
    path: string,
    answer: (
      request: { readonly raw: Parameters<NodeHandler>[0] },
      reply: { hijack(): void; readonly raw: Parameters<NodeHandler>[1] },
    ) => void,
  ): void;
  get(path: string, answer: () => Promise<string>): void;
  ready(): Promise<void>;
}

async function withFastify(handler: NodeHandler): Promise<Host> {
  const fastify = from('fastify')('fastify') as () => Fastify;
  const app = fastify();
  for (const prefix of ['/link', metadata]) {
    app.register(
      async (below) => {
        below.removeAllContentTypeParsers();
        below.addContentTypeParser('*', (_, __, done) => done(null));
        below.all(prefix === '/link' ? '/*' : '/', (request, reply) => {
          reply.hijack();
          handler(request.raw, reply.raw);
        });
      },
      { prefix },
    );
  }
  app.get('/own', async () => 'own');
  await app.ready();
  return listening(app.server);
}

/** Ways to mount the service. */
export const hosts: Readonly<Record<string, (handler: NodeHandler) => Promise<Host>>> = {
  'node:http': withNode,
  Express: withExpress,
  Fastify: withFastify,
};
