// Pure: no I/O, no clock, no randomness.

/** The pages that sign-in may lead on to. */
const destinations = ['/oauth/authorize', '/link', '/continue', '/again', '/devices', '/account'];

/** The pages of operators, which look again at who comes. */
const operated = /^\/operate(\/[a-z\d-]{1,40}){0,3}$/;

/**
 * Where to go after sign-in: one of our own paths, whoever supplied it.
 *
 * @param next from the URL or a form
 * @returns `next` when it names one of our pages, else the start page
 */
export function localPath(next: string | null | undefined): string {
  if (next === null || next === undefined || next.length > 16_384) return '/';
  const [path = ''] = next.split(/[?#]/, 1);
  const leadsOn = destinations.includes(path) || operated.test(path);
  return leadsOn && /^[\x21-\x7E]*$/.test(next) && !next.includes('\\') ? next : '/';
}
