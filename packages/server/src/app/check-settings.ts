import { isLoopback } from '../config/loopback.ts';
import type { Settings } from '../config/settings.ts';

/** What an operator should know about these settings; none of it stops the service. */
export function settingsWarnings({ publicUrl, insecureHttp, host, clientRegistration }: Settings): readonly string[] {
  const warnings: string[] = [];
  if (insecureHttp) {
    warnings.push('Plain http is allowed beyond this machine: anybody on the way can read passwords and tokens.');
  }
  if (publicUrl === undefined && !isLoopback(host)) {
    warnings.push('There is no public URL, so only this machine is answered. Set --public-url to the URL people use.');
  }
  if (clientRegistration === 'open') {
    warnings.push('Anybody can register OAuth clients. Set --client-registration to token unless you mean it.');
  }
  return warnings;
}

/** Settings that contradict each other; the message says what to change. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

/**
 * @throws {SettingsError} when the public URL is plain http for others than this machine and nobody said that this is
 *   meant, or when clients register with a token and there is none, or webhooks have no secret
 */
export function checkSettings(settings: Settings): void {
  const {
    publicUrl,
    insecureHttp,
    clientRegistration,
    registrationTokens,
    webhookUrl,
    webhookSecrets,
    outboundAllowed,
  } = settings;
  if (webhookUrl !== undefined && webhookSecrets.length === 0) {
    throw new SettingsError(
      'webhookUrl needs webhookSecrets: one is whsec_ and what "openssl rand -base64 32" prints, best kept in a file.',
    );
  }
  if (clientRegistration === 'token' && registrationTokens.length === 0) {
    throw new SettingsError(
      'With clientRegistration token, registrationTokens must name at least one token by its SHA-256 in base64url.',
    );
  }
  if (webhookUrl?.startsWith('http:') === true && outboundAllowed.length === 0) {
    throw new SettingsError(
      'webhookUrl is plain http, which is only for addresses that outboundAllowed names. Use https.',
    );
  }
  if (publicUrl === undefined || insecureHttp) return;
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol === 'http:' && !isLoopback(hostname)) {
    throw new SettingsError(
      `The public URL ${publicUrl} is plain http: anybody on the way could read passwords and tokens. Use https, or say --insecure-http if you mean it.`,
    );
  }
}
