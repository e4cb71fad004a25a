import { randomUUID } from 'node:crypto';
import type { RequestHead } from './request-head.ts';

/** The header that names a request, in both directions. */
export const requestIdHeader = 'x-request-id';

/** What a proxy may call a request: a UUID, a hash, a trace id; nothing that could be mistaken for something else in a log. */
const wellFormed = /^[\w.:+/=@-]{1,128}$/;

/**
 * Creates the function that names requests, so that an answer can be found in the log.
 *
 * @param isProxy whether a peer is a declared proxy, whose names are taken over
 * @returns for a request a function that returns its name, always the same; nothing is made up before somebody asks
 */
export const createRequestIds =
  (isProxy: (peer: string | undefined) => boolean) =>
  ({ header, peer }: Pick<RequestHead, 'header' | 'peer'>): (() => string) => {
    let id: string | undefined;
    const given = (): string | undefined => {
      const name = header(requestIdHeader);
      return name !== undefined && wellFormed.test(name) && isProxy(peer) ? name : undefined;
    };
    return () => (id ??= given() ?? randomUUID());
  };
