import type { EmulatedError, EmulatedService } from '@linkpin/server/emulation';

/** Answers a request in place of the service. */
export type OwnAnswer = (request: Request) => Promise<Response>;

/** What is emulated: the service, and what the emulator adds to it. */
export interface Site {
  /** What its URLs begin with. */
  readonly origin: string;
  /** Whether the path is answered at all. */
  answers(path: string): boolean;
  /** What answers in place of the service; undefined if the service does. */
  ownAnswer(method: string, path: string): OwnAnswer | undefined;
  /** Answers, whoever does. */
  fetch(request: Request): Promise<Response>;
  /** An error, in the words and the format that the request asks for. */
  errorFor(error: EmulatedError, request: Request): Promise<Response>;
}

/** A response of the protocol's own words, readable for pages of any origin. */
export function answerOf({ status, headers, body }: ReturnType<EmulatedService['errorFor']>): Response {
  return new Response(body as string, { status, headers: { ...headers, 'access-control-allow-origin': '*' } });
}

/** A response with another body. */
export function withBody({ status, headers }: Response, body: string): Response {
  const others = new Headers(headers);
  others.delete('content-length');
  return new Response(body, { status, headers: others });
}

/** Paths as the emulator's own answers know them: clients ask for a format by an ending, and end paths in a slash. */
const plain = (path: string): string => path.replace(/(?<=.)\/$/, '').replace(/\.(?:json|xml)$/, '');

/** @param own what answers in place of the service, by method and path without an ending */
export function createSite(
  service: Pick<EmulatedService, 'fetch' | 'answers' | 'errorFor'>,
  own: (method: string, path: string) => OwnAnswer | undefined,
): Site {
  const ownAnswer: Site['ownAnswer'] = (method, path) => own(method, plain(path));
  return {
    origin: 'https://plex.tv',
    ownAnswer,
    answers: (path) => service.answers(path) || ['GET', 'POST'].some((method) => ownAnswer(method, path) !== undefined),
    fetch: (request) =>
      (ownAnswer(request.method, new URL(request.url).pathname) ?? ((asked) => service.fetch(asked)))(request),
    errorFor: async (error, { url, headers }) =>
      answerOf(service.errorFor(error, new URL(url).pathname, (name) => headers.get(name) ?? undefined)),
  };
}
