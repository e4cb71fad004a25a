import { z } from 'zod';
import { canonicalPrefix } from './client-document.ts';
import { list } from './list.ts';
import { audience, clientScope, secretHash } from './oauth-clients.ts';

const documentPrefix = z.string().transform((text, context) => {
  const prefix = canonicalPrefix(text);
  if (prefix !== undefined) return prefix;
  context.addIssue('must be https:// and a host, with or without a path, or https:// alone for every host');
  return z.NEVER;
});

/** The settings about OAuth clients. */
export const clientSettings = {
  clientsFile: z.string().min(1).optional().describe('a JSON file of the OAuth clients that this service knows'),
  clientRegistration: z
    .enum(['off', 'token', 'open'])
    .default('off')
    .describe('who may register OAuth clients over the network: nobody, who has an initial access token, or anybody'),
  registrationTokens: list
    .pipe(z.array(secretHash))
    .default([])
    .describe('the SHA-256, in base64url, of each initial access token that may register clients'),
  registrationScopes: list
    .pipe(z.array(clientScope))
    .default([])
    .describe('the scopes that clients may have that registered themselves, or are named by a URL'),
  registrationAudiences: list
    .pipe(z.array(audience))
    .default([])
    .describe('the resources, such as the URL of your API, that tokens of those clients are for'),
  clientDocuments: list
    .pipe(z.array(documentPrefix))
    .default([])
    .describe(
      'how the URL of an OAuth client may begin that is named by the URL of its metadata; https:// for any; none without',
    ),
  deviceGrant: z
    .enum(['on', 'off'])
    .default('on')
    .describe('whether OAuth clients get device codes; off: all of them sign in by redirect, in a browser'),
};
