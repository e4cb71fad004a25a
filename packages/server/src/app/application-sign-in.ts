import type { NobodyOutside, OutsidePerson, OutsideReturn, OutsideSignIn } from '../service/ports/outside-sign-in.ts';

/**
 * Tells who sends a request, by the session of your application: its cookie is in the request's headers. Called for every
 * page, and again for the form that decides. Throw if you cannot tell: the request is refused.
 *
 * @param request without its body
 * @param more where the person is to come back to after signing in
 * @returns the person, or the URL of your sign-in page, at this service's origin or one of `signInOrigins`
 */
export type ApplicationSignIn = (
  request: Request,
  more: OutsideReturn,
) => Promise<OutsidePerson | { readonly redirect: string }> | OutsidePerson | { readonly redirect: string };

/**
 * Adapts the sign-in of an application.
 *
 * @param origins where the application may send people
 * @throws {TypeError} if an origin is none
 */
export function createApplicationSignIn(signIn: ApplicationSignIn, origins: readonly string[]): OutsideSignIn {
  for (const origin of origins) {
    if (URL.parse(origin)?.origin !== origin) throw new TypeError(`signInOrigins: ${origin} is no origin.`);
  }
  return {
    method: 'application',
    origins,
    async find(headers, { returnTo, fresh }): Promise<OutsidePerson | NobodyOutside> {
      const bare = new Request(returnTo, {
        headers: [...headers].map(([name, value]): [string, string] => [name, value]),
      });
      const told = await signIn(bare, { returnTo, fresh });
      if (!('redirect' in told)) return told;
      const { origin } = new URL(returnTo);
      const url = URL.parse(told.redirect, origin);
      if (url === null || ![origin, ...origins].includes(url.origin)) {
        throw new TypeError(`signIn led to ${url?.origin ?? 'no URL'}, which signInOrigins does not name.`);
      }
      return { redirect: url.href };
    },
  };
}
