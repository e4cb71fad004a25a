import type { CreateClientRefusal, OAuthClient, RemoveClientRefusal } from '@linkpin/server';

/** The flag that sets each member of a client. */
const flags: Readonly<Record<string, string>> = {
  id: 'ID',
  name: '--name',
  scopes: '--scope',
  audiences: '--audience',
  redirectUris: '--redirect-uri',
  browserFirst: '--browser-first',
  grants: '--grant',
  sectorIdentifier: '--sector',
};

/** Explains why a client was not created, one sentence per problem. */
export function notCreatedMessage(refusal: CreateClientRefusal, id: string): string {
  switch (refusal.kind) {
    case 'taken':
      return refusal.by === 'file'
        ? `The clients file has a client ${id} already. Change it there, or choose another id.`
        : `There is a client ${id} already. Choose another id, or remove that one first: linkpin client remove ${id}`;
    case 'invalid':
      return refusal.problems
        .map(({ path, message }) => `${flags[path.replace(/\W.*$/, '')] ?? path} ${message}.`.trimStart())
        .join('\n');
  }
}

/** Explains why a client was not removed. */
export function notRemovedMessage(refusal: RemoveClientRefusal, id: string): string {
  switch (refusal.kind) {
    case 'unknown':
      return `There is no client ${id}. All that there are: linkpin client list`;
    case 'declared':
      return `The client ${id} is in the clients file. Take it out there, then start the service again.`;
  }
}

/** How a client authenticates, as shown in the table. */
export function authenticationName(authMethod: OAuthClient['authMethod']): 'public' | 'secret' | 'key' {
  if (authMethod === 'none') return 'public';
  return authMethod === 'private_key_jwt' ? 'key' : 'secret';
}

/** A client as `--json` prints it, without its secret or its hash. */
export const clientFacts = (client: OAuthClient): Partial<OAuthClient> => ({
  id: client.id,
  name: client.name,
  authMethod: client.authMethod,
  scopes: client.scopes,
  audiences: client.audiences,
  ...(client.redirectUris === undefined ? {} : { redirectUris: client.redirectUris }),
  ...(client.grants === undefined ? {} : { grants: client.grants }),
  ...(client.browserFirst === undefined ? {} : { browserFirst: client.browserFirst }),
  numberMatching: client.numberMatching,
  ...(client.subjectType === undefined ? {} : { subjectType: client.subjectType }),
  ...(client.sectorIdentifier === undefined ? {} : { sectorIdentifier: client.sectorIdentifier }),
  ...(client.idTokenAlgorithm === undefined ? {} : { idTokenAlgorithm: client.idTokenAlgorithm }),
  accessTokens: client.accessTokens,
  isVerified: client.isVerified,
});
