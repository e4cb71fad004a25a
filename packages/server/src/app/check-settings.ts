import { isLoopback } from '../config/loopback.ts';
import { settingReason } from '../config/setting-reason.ts';
import { settingsSchema, type Settings, type SettingsInput } from '../config/settings.ts';

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

/** Why one setting cannot be as it is. */
export interface SettingProblem {
  /** Its key, such as `publicUrl`; also one that there is not. */
  readonly setting: string;
  /** A sentence, or the end of one: what it must be, or what to do. */
  readonly reason: string;
}

/** Settings that cannot be used: invalid, unknown, or in contradiction to each other. The message says all of it. */
export class SettingsError extends Error {
  override name = 'SettingsError';
  /** Each setting that is wrong, and why. */
  readonly problems: readonly SettingProblem[];

  /** @param message the reasons, one a line, when not given */
  constructor(problems: readonly SettingProblem[], message: string = problems.map(({ reason }) => reason).join('\n')) {
    super(message);
    this.problems = problems;
  }
}

const isSetting = (key: string): key is keyof Settings => Object.hasOwn(settingsSchema.shape, key);

/**
 * Reads settings as they are given. One that is undefined has its default.
 *
 * @throws {SettingsError} that names every setting that is invalid or that there is not, or else those that contradict
 *   each other
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
  if (publicUrl !== undefined && !insecureHttp && isPlainHttpFarAway(publicUrl)) {
    problems.push({
      setting: 'publicUrl',
      reason: `The public URL ${publicUrl} is plain http: anybody on the way could read passwords and tokens. Use https, or say --insecure-http if you mean it.`,
    });
  }
  return problems;
}

function isPlainHttpFarAway(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'http:' && !isLoopback(hostname);
}
