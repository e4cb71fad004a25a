// Pure: no I/O, no clock, no randomness.
import { isLoopback } from '../../domain/loopback.ts';

/** Where an app wants the person sent back to: a URL, `refused` if that is not allowed, or null for none. */
export type ForwardRequest = { readonly to: string } | 'refused' | null;

const longest = 4096;

/**
 * Checks a `forwardUrl`. It may be http or https, or have a scheme that the operator lists. A URL with a user name is
 * refused, because that could be taken for the host.
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
 * How a URL is shown: a web page by its host, in punycode, so that it cannot imitate another; any other with its
 * scheme first, because the app for that scheme opens, whatever the host is.
 *
 * @returns null for an app on the person's own computer, whose address tells people nothing
 */
export function shownHost(to: string): string | null {
  const { protocol, host, hostname } = new URL(to);
  if (protocol === 'https:' || protocol === 'http:') return isLoopback(hostname) ? null : hostname;
  return host === '' ? protocol : `${protocol}//${host}`;
}
