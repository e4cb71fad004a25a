// Operations about the service itself.
import { json, list, record, ref, type Answer, type Part, type Paths } from './compose.ts';
import { plexRefusals } from './errors.ts';

const tag = 'service';

const ready = (status: string): Part => json(record({ status: { const: status }, warnings: list({ type: 'string' }) }));

const notReady: Answer = { description: 'The store does not answer.', content: ready('not ready') };

export const service: Paths = {
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
