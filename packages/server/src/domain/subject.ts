// Pure: no I/O, no clock, no randomness. What a client calls a person (`sub`, OpenID Connect Core §8).

/** `public`: every client is told the account's id; `pairwise`: the clients of each sector another name. */
export type SubjectType = 'public' | 'pairwise';

/** What of a client says by which name it knows people. */
export interface SubjectRules {
  /** `public` if left out. */
  readonly subjectType?: SubjectType;
  /** The host that clients share who are to know a person by one pairwise name. */
  readonly sectorIdentifier?: string;
}

/** The hosts of https URIs, each once. A program on a machine shares no host with others. */
export const webHostsOf = (redirectUris: readonly string[]): readonly string[] => [
  ...new Set(redirectUris.flatMap((uri) => /^https:\/\/([^/?#]+)/i.exec(uri)?.[1]?.toLowerCase() ?? [])),
];

/**
 * What the pairwise names of a client are made for: its sector identifier, the one host of its redirect URIs on the web, or the
 * client by itself.
 */
export function sectorOf({
  id,
  sectorIdentifier,
  redirectUris = [],
}: SubjectRules & { readonly id: string; readonly redirectUris?: readonly string[] }): string {
  if (sectorIdentifier !== undefined) return `host ${sectorIdentifier}`;
  const [host, ...others] = webHostsOf(redirectUris);
  return host === undefined || others.length > 0 ? `client ${id}` : `host ${host}`;
}
