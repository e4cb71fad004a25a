import { passkeySite, type NoPasskeys } from '../config/passkey-site.ts';
import { isLoopback } from '../domain/loopback.ts';
import { readMailAddress } from '../config/mail.ts';
import { settingReason } from '../config/setting-reason.ts';
import { settingsSchema, type Settings, type SettingsInput } from '../config/settings.ts';

/** Warnings about valid settings. */
export function settingsWarnings(settings: Settings): readonly string[] {
  const { publicUrl, passkeyDomain, insecureHttp, insecureMail, host, clientRegistration } = settings;
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
  if (insecureMail) {
    warnings.push('Mail may be handed over without TLS: anybody on the way can read its links.');
  }
  const off = publicUrl === undefined ? undefined : passkeySite(publicUrl, passkeyDomain);
  if (typeof off === 'string' && off !== 'other-domain') warnings.push(passkeysOff[off]);
  return warnings;
}

/** Why nobody has passkeys. */
const passkeysOff: Readonly<Record<Exclude<NoPasskeys, 'other-domain'>, string>> = {
  'ip-address': 'Passkeys are off: browsers have none at an IP address. Give the public URL a name to have them.',
  'plain-http': 'Passkeys are off: browsers have none over plain http. Put https in front to have them.',
};

/** A problem with a setting. */
export interface SettingProblem {
  /** Its key, such as `publicUrl`; possibly an unknown one. */
  readonly setting: string;
  /** What it must be or what to do: a sentence, or the end of one. */
  readonly reason: string;
}

/** Thrown for settings that are invalid, unknown or contradictory. The message names them all. */
export class SettingsError extends Error {
  override name = 'SettingsError';
  /** The settings in question, each with the reason. */
  readonly problems: readonly SettingProblem[];

  /** @param message default: the reasons, one per line */
  constructor(problems: readonly SettingProblem[], message: string = problems.map(({ reason }) => reason).join('\n')) {
    super(message);
    this.problems = problems;
  }
}

const isSetting = (key: string): key is keyof Settings => Object.hasOwn(settingsSchema.shape, key);

/**
 * Validates settings. An undefined one has its default.
 *
 * @throws {SettingsError} for all settings that are invalid or unknown, or else for those that contradict each other
 */
export function readSettings(input: SettingsInput): Settings {
  const problems = Object.entries(input).flatMap(([setting, value]): readonly SettingProblem[] => {
    if (!isSetting(setting)) return [{ setting, reason: 'there is no such setting' }];
    const reason = value === undefined ? undefined : settingReason(setting, value);
    return reason === undefined ? [] : [{ setting, reason }];
  });
  if (problems.length > 0) {
    throw new SettingsError(problems, problems.map(({ setting, reason }) => `${setting}: ${reason}.`).join('\n'));
  }
  const settings = settingsSchema.parse(input);
  const contradictions = contradictionsIn(settings);
  if (contradictions.length > 0) throw new SettingsError(contradictions);
  return settings;
}

function contradictionsIn(settings: Settings): readonly SettingProblem[] {
  const {
    publicUrl,
    passkeyDomain,
    insecureHttp,
    clientRegistration,
    registrationTokens,
    webhookUrl,
    webhookSecrets,
    outboundAllowed,
  } = settings;
  const problems: SettingProblem[] = [];
  if (webhookUrl !== undefined && webhookSecrets.length === 0) {
    problems.push({
      setting: 'webhookSecrets',
      reason:
        'webhookUrl needs webhookSecrets: one is whsec_ and what "openssl rand -base64 32" prints, best kept in a file.',
    });
  }
  if (clientRegistration === 'token' && registrationTokens.length === 0) {
    problems.push({
      setting: 'registrationTokens',
      reason:
        'With clientRegistration token, registrationTokens must name at least one token by its SHA-256 in base64url.',
    });
  }
  if (webhookUrl?.startsWith('http:') === true && outboundAllowed.length === 0) {
    problems.push({
      setting: 'webhookUrl',
      reason: 'webhookUrl is plain http, which is only for addresses that outboundAllowed names. Use https.',
    });
  }
  if (settings.port !== 0 && settings.metricsPort === settings.port) {
    problems.push({
      setting: 'metricsPort',
      reason: `metricsPort must be another port than ${settings.port}, where people and devices are served.`,
    });
  }
  problems.push(...contradictionsInMail(settings), ...contradictionsInProxySignIn(settings));
  if (publicUrl !== undefined && !insecureHttp && isPlainHttpFarAway(publicUrl)) {
    problems.push({
      setting: 'publicUrl',
      reason: `The public URL ${publicUrl} is plain http: anybody on the way could read passwords and tokens. Use https, or say --insecure-http if you mean it.`,
    });
  }
  if (passkeyDomain !== undefined && isElsewhere(publicUrl, passkeyDomain)) {
    problems.push({
      setting: 'passkeyDomain',
      reason: `passkeyDomain must be the host of publicUrl or a domain above it: ${passkeyDomain} is not.`,
    });
  }
  return problems;
}

function contradictionsInMail({ mailServer, mailFrom, mailPassword, publicUrl }: Settings): readonly SettingProblem[] {
  const problems: SettingProblem[] = [];
  if (mailServer === undefined) {
    if (mailPassword !== undefined || mailFrom !== undefined) {
      problems.push({ setting: 'mailServer', reason: 'mailFrom and mailPassword need mailServer.' });
    }
    return problems;
  }
  if (mailFrom === undefined) {
    problems.push({ setting: 'mailFrom', reason: 'mailServer needs mailFrom, such as noreply@example.org.' });
  }
  // Never from the Host header of whoever asks for a mail.
  if (publicUrl === undefined) {
    problems.push({ setting: 'publicUrl', reason: 'mailServer needs publicUrl: the links in mails begin with it.' });
  }
  const address = readMailAddress(mailServer);
  const hasUser = typeof address !== 'string' && address.user !== null;
  if (hasUser !== (mailPassword !== undefined)) {
    const reason = hasUser
      ? 'mailServer names a user, who needs mailPassword.'
      : 'mailPassword needs a user in mailServer: smtp://USER@HOST.';
    problems.push({ setting: 'mailPassword', reason });
  }
  return problems;
}

function contradictionsInProxySignIn(settings: Settings): readonly SettingProblem[] {
  const { identityProxies, proxyUserHeader, proxyNameHeader, proxyEmailHeader, proxyGroupsHeader } = settings;
  const { proxyTimeHeader, proxySignInUrl } = settings;
  const more = { proxyNameHeader, proxyEmailHeader, proxyGroupsHeader, proxyTimeHeader };
  if (proxyUserHeader === undefined) {
    const [setting] = Object.entries({ ...more, proxySignInUrl }).find(([, value]) => value !== undefined) ?? [];
    const given = identityProxies.length > 0 ? 'identityProxies' : setting;
    if (given === undefined) return [];
    return [{ setting: 'proxyUserHeader', reason: `${given} needs proxyUserHeader, such as Remote-User.` }];
  }
  if (identityProxies.length === 0) {
    const reason = 'proxyUserHeader needs identityProxies: the addresses of the proxies that may say who somebody is.';
    return [{ setting: 'identityProxies', reason }];
  }
  const named = Object.entries({ proxyUserHeader, ...more });
  return named.flatMap(([setting, name], index) =>
    name !== undefined && named.slice(0, index).some(([, before]) => before === name)
      ? [{ setting, reason: `${setting} names the header ${name}, which says something else already.` }]
      : [],
  );
}

const isElsewhere = (publicUrl: string | undefined, passkeyDomain: string): boolean =>
  publicUrl === undefined || passkeySite(publicUrl, passkeyDomain) === 'other-domain';

function isPlainHttpFarAway(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'http:' && !isLoopback(hostname);
}
