// Pure: reads a Client ID Metadata Document (draft-ietf-oauth-client-id-metadata-document §4).
import { refused, type Result } from '../../domain/result.ts';
import { readClientMetadata, type ClientMetadataWords } from './client-metadata.ts';

/**
 * Reads the document that was fetched from the URL that is a client's identifier. A client that does not say how it
 * authenticates is a public one: a document can keep no secret.
 *
 * @returns a sentence for the client's developers if it cannot be used
 */
export function readClientDocument(url: string, document: unknown): Result<ClientMetadataWords, string> {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return refused('it is not a JSON object');
  }
  const members: Readonly<Record<string, unknown>> = { ...document };
  if (members['client_id'] !== url) return refused('its client_id is not its own URL');
  if ('client_secret' in members || 'client_secret_expires_at' in members) {
    return refused('it has a secret, which everybody can read');
  }
  const read = readClientMetadata(members, 'none');
  if (!read.ok) return refused(read.refusal.description);
  return read.value.authMethod === 'none' || read.value.authMethod === 'private_key_jwt'
    ? read
    : refused('its token_endpoint_auth_method must be none or private_key_jwt');
}
