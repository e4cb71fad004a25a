import type { Served } from '../browser/served.ts';

/** The service by the name at which browsers have passkeys. */
export function byName(served: Served): Served {
  const named = (url: string): string => url.replace('127.0.0.1', 'localhost');
  return { ...served, url: named(served.url), setUpLink: async () => named(await served.setUpLink()) };
}

/**
 * Runs in a page: has the browser offer no passkeys in the autofill, as some do not, unless a test wants it. The
 * authenticator of tests takes whatever is offered there, at once.
 */
export function noAutofill(): void {
  if (location.protocol === 'http:' && localStorage.getItem('autofill') === null) {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  }
}
