// Operations about the service itself.
import { json, list, plain, record, ref, type Answer, type Part, type Paths } from './compose.ts';
import { plexRefusals } from './errors.ts';

const tag = 'service';

const ready = (status: string): Part => json(record({ status: { const: status }, warnings: list({ type: 'string' }) }));

const notReady: Answer = { description: 'The store does not answer.', content: ready('not ready') };

const refused = (description: string, ...headers: string[]): Answer => ({
  description,
  content: json(record({ error: { type: 'string' } })),
  headers,
});

export const service: Paths = {
  '/api/audit': {
    get: {
      id: 'streamAudit',
      tag,
      summary: 'The audit log as it grows, one JSON object a line',
      description:
        'Goes on until the connection is closed or the key ends: with the role or the password of the admin who made it. An entry that counts several events comes again, with the same `id`, when its `count` has grown. An empty line says that nothing has happened for a while.',
      closed: true,
      security: [{ auditKey: [] }],
      parameters: ['auditSince', 'auditKind'],
      answers: {
        ...plexRefusals(),
        200: {
          description: 'The entries, and then each one as it comes.',
          content: plain('application/x-ndjson'),
          headers: ['X-Accel-Buffering'],
        },
        400: refused('A parameter cannot be meant.'),
        401: refused('The key is none, or has ended (RFC 6750 §3.1).', 'WWW-Authenticate'),
        503: refused('As many streams as may be are open.', 'Retry-After'),
      },
    },
  },
  '/healthz': {
    get: {
      id: 'isAlive',
      tag,
      summary: 'Whether the process answers',
      anyHost: true,
      answers: {
        200: { description: 'It does.', content: json(record({ status: { const: 'ok' } })) },
        ...plexRefusals(),
      },
    },
  },
  '/readyz': {
    get: {
      id: 'isReady',
      tag,
      summary: 'Whether the store answers, and what an operator should look at',
      anyHost: true,
      answers: {
        ...plexRefusals(),
        200: { description: 'It does.', content: ready('ready') },
        503: notReady,
      },
    },
  },
  '/self-check': {
    get: {
      id: 'checkSelf',
      tag,
      summary: 'Whether this is the service that `linkpin doctor` means',
      parameters: ['selfCheck'],
      closed: true,
      answers: {
        ...plexRefusals(),
        200: {
          description: 'It is, sealed for who has its keys.',
          content: json(record({ answer: { type: 'string' } })),
        },
        403: {
          description: 'It has other keys, or the question is older than a minute.',
          content: json(record({ status: { const: 'other keys' } })),
        },
      },
    },
  },
  '/openapi.json': {
    get: {
      id: 'describeApi',
      tag,
      summary: 'This document',
      answers: {
        200: { description: 'An OpenAPI 3.1 document.', content: json(ref('schemas', 'OpenApi')) },
        ...plexRefusals(),
      },
    },
  },
};

export const serviceSchemas: Readonly<Record<string, Part>> = {
  OpenApi: record({
    openapi: { type: 'string' },
    info: { type: 'object' },
    servers: list({ type: 'object' }),
    tags: list({ type: 'object' }),
    paths: { type: 'object' },
    components: { type: 'object' },
  }),
};
