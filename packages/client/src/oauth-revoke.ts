import { ordinaryTimeout } from './http.ts';
import { oauthError } from './oauth-body.ts';
import type { OAuthSetting } from './oauth-setting.ts';
import { isFine } from './plex-answer.ts';

/**
 * Revokes a token (RFC 7009).
 *
 * @throws LinkpinClientError `bad_option` if the server has no such endpoint, another code if it does not confirm
 */
export const revoke = async (setting: OAuthSetting, token: string): Promise<void> => {
  const answer = await setting.post('revocationEndpoint', { token }, ordinaryTimeout);
  if (!isFine(answer)) throw oauthError(answer, token);
};
