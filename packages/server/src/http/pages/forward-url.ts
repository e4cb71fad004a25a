// Pure: no I/O, no clock, no randomness.

/** Where an app wants the person back: an address, `refused` when it asked for one that is not allowed, or nothing. */
export type ForwardRequest = { readonly to: string } | 'refused' | null;

const longest = 4096;

/**
 * Judges a `forwardUrl`. It may be http or https, or have a scheme that the operator lists; an address with a user name
 * in it could be taken for another host, so it is refused.
 *
 * @param schemes further schemes, without colon, such as `myapp`
 */
export function judgeForwardUrl(text: string, schemes: readonly string[]): ForwardRequest {
  if (text === '') return null;
  if (text.length > longest || !URL.canParse(text)) return 'refused';
  const url = new URL(text);
  const allowed = ['http', 'https', ...schemes.map((scheme) => scheme.toLowerCase().replace(/:.*$/, ''))];
  const scheme = url.protocol.slice(0, -1);
  const runs = ['javascript', 'data', 'blob', 'file', 'vbscript', 'about', 'filesystem'].includes(scheme);
  if (!allowed.includes(scheme) || runs || url.username !== '' || url.password !== '') return 'refused';
  return { to: url.href };
}

/**
 * What to show of an address: the host of a web page, in the form that cannot imitate another; of any other its scheme
 * first, because an app that answers to the scheme is what opens, whatever host stands behind it.
 */
export function shownHost(to: string): string {
  const { protocol, host } = new URL(to);
  if (protocol === 'https:' || protocol === 'http:') return host;
  return host === '' ? protocol : `${protocol}//${host}`;
}
