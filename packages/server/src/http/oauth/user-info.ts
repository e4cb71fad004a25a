// The UserInfo endpoint (OpenID Connect Core §5.3).
import type { WireResponse } from '../../protocols/constants/messages.ts';
import { parseShownToken, type ShownToken } from '../../protocols/oauth/parse-user-info.ts';
import { presentJson } from '../../protocols/oauth/present.ts';
import { presentNoToken, presentTokenFault, type TokenFault } from '../../protocols/oauth/present-user-info.ts';
import { tellPerson as tell, type PersonRefusal } from '../../service/tokens/tell-person.ts';
import { findProvenKey } from './client.ts';
import { proofsOf } from './proofs.ts';
import type { ApiCall, ApiHandler } from '../server/route.ts';

const faults: Readonly<Record<PersonRefusal, TokenFault>> = {
  'invalid-token': { error: 'invalid_token', description: 'this access token is not good, or not any more' },
  'insufficient-scope': { error: 'insufficient_scope', description: 'the access token lacks the scope openid' },
};

const noProof: TokenFault = { error: 'invalid_dpop_proof', description: 'the scheme DPoP needs a proof' };
const noKey = { ok: true, value: null } as const;

async function answer(call: ApiCall, { scheme, token }: ShownToken): Promise<WireResponse> {
  const { ports } = call.context;
  const proofs = proofsOf(call);
  const proven = scheme === 'DPoP' ? await findProvenKey(call, proofs, ports.keys.hash(token)) : noKey;
  if (!proven.ok) return presentTokenFault(proven.refusal, scheme);
  if (scheme === 'DPoP' && proven.value === null) return presentTokenFault(noProof, scheme);
  const used = await proofs.useUp();
  if (!used.ok) return presentTokenFault(used.refusal, scheme);
  const told = await tell(ports, { token, provenKey: proven.value, issuer: call.requestContext.baseUrl });
  return told.ok ? presentJson(told.value) : presentTokenFault(faults[told.refusal], scheme);
}

/** `GET` and `POST /oauth/userinfo`. */
export const tellPerson: ApiHandler = (call) => {
  const shown = parseShownToken(call.request);
  if (!shown.ok) return presentTokenFault(shown.refusal, 'Bearer');
  return shown.value === null ? presentNoToken : answer(call, shown.value);
};
