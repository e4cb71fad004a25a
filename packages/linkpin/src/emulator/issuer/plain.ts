// An issuer that says everything as RFC 8628 does.
import type { Quirks } from './quirks.ts';

/** RFC 8628 itself. */
export const plain: Quirks = {
  devicePath: '/oauth/device_authorization',
  tokenPath: '/oauth/token',
  page: '/link',
  documents: () => ({}),
  refusal: () => undefined,
  toService: (asked) => asked,
  code: (answer) => answer,
  token: (answer) => answer,
  trouble: (kind) =>
    kind === 'rate-limited'
      ? { status: 429, body: { error: 'temporarily_unavailable' } }
      : { status: 500, body: { error: 'server_error' } },
  write: () => undefined,
};
