// Pure: no I/O, no clock, no randomness. What a browser posts, read narrowly: any text gives an answer or nothing.
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';

/** The longest credential id, 1023 bytes, in base64url. */
const longestId = 1364;
const base64url = /^[A-Za-z0-9_-]+$/;
/** WebAuthn's words for how to reach an authenticator, and such as may come. */
const transport = /^[a-z-]{1,16}$/;

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

const isBase64url = (value: unknown): value is string => typeof value === 'string' && base64url.test(value);

interface Credential {
  readonly id: string;
  readonly response: Fields;
}

function readCredential(text: string): Credential | undefined {
  let fields: Fields | undefined;
  try {
    fields = fieldsOf(JSON.parse(text));
  } catch {
    return undefined;
  }
  const response = fieldsOf(fields?.['response']);
  const { id, rawId, type } = fields ?? {};
  if (response === undefined || !isBase64url(id) || id.length > longestId || rawId !== id || type !== 'public-key') {
    return undefined;
  }
  return { id, response };
}

/** True in a frame of another site, where ours are never shown (WebAuthn Level 3 §5.8.1). */
function isFramed(clientDataJSON: string): boolean {
  try {
    const client = fieldsOf(JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')));
    return client === undefined || client['crossOrigin'] === true || client['topOrigin'] !== undefined;
  } catch {
    return true;
  }
}

const common = ({ id }: Credential) => ({ id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} });

/** Reads what a new passkey came with. */
export function readCreation(text: string): RegistrationResponseJSON | undefined {
  const credential = readCredential(text);
  if (credential === undefined) return undefined;
  const { clientDataJSON, attestationObject, transports } = credential.response;
  if (!isBase64url(clientDataJSON) || !isBase64url(attestationObject) || isFramed(clientDataJSON)) return undefined;
  const named: readonly unknown[] = Array.isArray(transports) ? transports.slice(0, 8) : [];
  const known = named.filter((name): name is never => typeof name === 'string' && transport.test(name));
  return { ...common(credential), response: { clientDataJSON, attestationObject, transports: known } };
}

/** Reads what a passkey answered. */
export function readAssertion(text: string): AuthenticationResponseJSON | undefined {
  const credential = readCredential(text);
  if (credential === undefined) return undefined;
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  if (!isBase64url(clientDataJSON) || !isBase64url(authenticatorData) || !isBase64url(signature)) return undefined;
  if (isFramed(clientDataJSON)) return undefined;
  if (userHandle !== undefined && userHandle !== null && !isBase64url(userHandle)) return undefined;
  const handle = isBase64url(userHandle) ? { userHandle } : {};
  return { ...common(credential), response: { clientDataJSON, authenticatorData, signature, ...handle } };
}
