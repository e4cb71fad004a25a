// Pure: parses a registration request (RFC 7591 §3.1) into a command or an error.
import { refused, type Result } from '../../domain/result.ts';
import type { WireRequest } from '../constants/messages.ts';
import type { OAuthError } from '../constants/oauth.ts';
import { readClientMetadata, type ClientMetadataWords } from './client-metadata.ts';
import { refusedMember } from './refused-metadata.ts';

/** The token in `Authorization: Bearer`; null if there is none (RFC 6750 §2.1). */
export function parseBearer({ header }: WireRequest): string | null {
  return /^bearer +([\w~+/.-]+=*) *$/i.exec(header('authorization') ?? '')?.[1] ?? null;
}

/** Reads the metadata of the client that wants to be registered. */
export function parseRegistration({ json, header }: WireRequest): Result<ClientMetadataWords, OAuthError> {
  if (!/^application\/json\b/i.test(header('content-type') ?? '') || Object.keys(json).length === 0) {
    const description = 'the body must be a JSON object, sent as application/json';
    return refused({ error: 'invalid_client_metadata', description });
  }
  const description = refusedMember(json);
  return description === undefined
    ? readClientMetadata(json)
    : refused({ error: 'invalid_client_metadata', description });
}
