import { DroppedConnection } from './break-response.ts';
import type { Reception } from './reception.ts';

/**
 * Answers a request in this process, without a socket. Whatever its host, it is taken for one to whom the emulator stands for.
 *
 * @throws {TypeError} as `fetch` does for a connection that was dropped
 */
export async function fetchFrom(reception: Reception, request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const [call, verdict] = reception.receive(
    request.method,
    `${pathname}${search}`,
    Object.fromEntries(request.headers),
  );
  const body = request.body === null ? null : await request.arrayBuffer();
  if (body !== null) call.addBody(Buffer.from(body).toString());
  const { method, headers, signal } = request;
  const onward = new Request(`${reception.site.origin}${pathname}${search}`, { method, headers, body, signal });
  try {
    const response =
      verdict.kind === 'serve' ? await reception.service.fetch(onward) : await reception.respond(verdict, onward);
    call.status = response.status;
    return response;
  } catch (error) {
    if (!(error instanceof DroppedConnection)) throw error;
    throw new TypeError('fetch failed', { cause: Object.assign(error, { code: 'ECONNRESET' }) });
  }
}
