// Pure: no I/O, no clock, no randomness.

/** What a browser says of where a request comes from. */
export interface Provenance {
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
}

/**
 * True when a browser says that a request comes from one of our own pages. `Sec-Fetch-Site` decides if it is sent,
 * otherwise `Origin`. False with neither, and with the origin `null`.
 */
export function isFromOurPages({ origin, secFetchSite }: Provenance, baseUrl: string): boolean {
  if (origin === 'null') return false;
  if (secFetchSite !== undefined) return secFetchSite === 'same-origin';
  return origin === new URL(baseUrl).origin;
}
