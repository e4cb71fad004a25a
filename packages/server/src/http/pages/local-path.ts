// Pure: no I/O, no clock, no randomness.

/** The pages that sign-in may lead on to. */
const destinations = ['/oauth/authorize', '/link', '/continue', '/again', '/devices', '/account'];

/**
 * Where to go after sign-in: one of our own paths, whoever supplied it.
 *
 * @param next from the URL or a form
 * @returns `next` when it names one of our pages, else the start page
 */
export function localPath(next: string | null | undefined): string {
  if (next === null || next === undefined || next.length > 16_384) return '/';
  const [path = ''] = next.split(/[?#]/, 1);
  return destinations.includes(path) && /^[\x21-\x7E]*$/.test(next) && !next.includes('\\') ? next : '/';
}
