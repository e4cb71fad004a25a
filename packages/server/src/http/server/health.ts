import type { WireResponse } from '../../protocols/constants/messages.ts';
import type { ApiHandler } from './route.ts';

/** A response of the service about itself. */
export const answer = (status: number, body: unknown): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

/** `GET /healthz`: the process answers. */
export const isAlive: ApiHandler = () => answer(200, { status: 'ok' });

/** `GET /readyz`: the store answers too; says what an operator should look at. */
export const isReady: ApiHandler = async ({ context }) => {
  const warnings = context.warnings();
  const fault = await context.storeFault();
  if (fault === undefined) return answer(200, { status: 'ready', warnings });
  context.log.error({ err: fault }, 'the store does not answer');
  return answer(503, { status: 'not ready', warnings: [...warnings, 'The store does not answer.'] });
};
