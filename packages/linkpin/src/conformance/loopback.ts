// Where a run may go without being told that it may. No I/O.

/** Whether a URL names this machine: a loopback address or `localhost`. */
export function isThisMachine(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === '[::1]' || /^(127(\.\d{1,3}){3}|(.+\.)?localhost)$/.test(hostname);
}

/** Whether two URLs have the same origin. */
export const isSameOrigin = (one: string, other: string): boolean =>
  URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;
