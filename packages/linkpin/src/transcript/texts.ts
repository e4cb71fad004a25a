// What texts of a transcript may be. What is recorded keeps to it by itself; a file from somebody else is held to it.

/** Names of members, elements, attributes and fields. */
export const namePattern: RegExp = /^[A-Za-z_][\w.:[\]-]*$/;

/** Printable ASCII without what markup begins and ends with. */
const safe = /^[\x20-\x3b\x3d\x3f-\x7e]*$/;

/** What a program could take for an address. */
const addressLike = /:\/\/|^ *(?:\/\/|[a-z][a-z\d+.-]*:\S)/i;

/** Hosts that a transcript may name: those of plex.tv, and names and addresses for examples (RFC 2606, RFC 5737). */
const harmlessHosts = [
  /^(?:[\w-]+\.)*(?:plex\.tv|example\.(?:com|org|net))$/,
  /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$/,
  /^(?:192-0-2|198-51-100|203-0-113)-\d{1,3}\.[\w-]+\.plex\.direct$/,
];

/** What is wrong with a text, as a sentence without its subject; undefined for nothing. */
export function problemOf(text: string): string | undefined {
  if (!safe.test(text)) return 'has other characters than printable ASCII without < and >';
  if (!addressLike.test(text)) return undefined;
  const url = /^https?:\/\//.test(text) ? URL.parse(text) : null;
  const isHarmless = url !== null && url.username === '' && harmlessHosts.some((host) => host.test(url.hostname));
  return isHarmless ? undefined : 'is an address that leads neither to plex.tv nor to an example';
}
