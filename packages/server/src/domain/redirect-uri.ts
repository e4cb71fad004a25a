// Pure: no I/O, no clock, no randomness. Where an authorization request may lead back to.

/** The longest redirect URI, in characters. */
export const longestRedirectUri = 2048;

/** An address of this machine, with the port that an app was given when it started (RFC 8252 §7.3). */
const loopback = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]))(?::([1-9]\d{0,4}))?((?:[/?].*)?)$/;

/** A loopback URI without its port; undefined for any other. */
function withoutPort(uri: string): string | undefined {
  const [, host, port = '80', rest] = loopback.exec(uri) ?? [];
  return host === undefined || Number(port) > 65_535 ? undefined : `${host}${rest}`;
}

/**
 * Whether a request may name this redirect URI: one that the client is registered with, character by character (RFC 9700
 * §2.1); of loopback addresses any port (RFC 8252 §7.3).
 */
export function isRedirectUri(registered: readonly string[], uri: string): boolean {
  if (registered.includes(uri)) return true;
  const portless = withoutPort(uri);
  return portless !== undefined && registered.some((one) => withoutPort(one) === portless);
}

/** Whether it is an address of this machine, which needs no TLS. */
export const isLoopbackUri = (uri: string): boolean => withoutPort(uri) !== undefined;
