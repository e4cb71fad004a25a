import type { AuditLine } from '@linkpin/server/operation';

/** Facility 13, log audit, and the severities that are used (RFC 5424 §6.2.1). */
const [audit, severities] = [13, { notice: 5, warning: 4 }];

/** Kinds that somebody should look at. */
const warnings: ReadonlySet<string> = new Set([
  'replayed',
  'throttled',
  'wrong-code',
  'reported',
  'blocked',
  'passkey-copied',
]);

/** The enterprise number for documentation (RFC 5612), until there is one of our own. */
const dataId = 'linkpin@32473';

/** A value in structured data: quotes, backslashes and brackets are escaped (RFC 5424 §6.3.3), control characters go. */
const quoted = (value: string): string =>
  // oxlint-disable-next-line no-control-regex
  `"${value.replaceAll(/[\u0000-\u001F\u007F]/g, ' ').replaceAll(/["\\\]]/g, (sign) => `\\${sign}`)}"`;

/** One of the fields of the header: printable ASCII without spaces, or `-` (RFC 5424 §6.2). */
const field = (value: string, longest: number): string =>
  value.replaceAll(/[^\x21-\x7E]/g, '').slice(0, longest) || '-';

/**
 * An entry of the audit log as a line of syslog (RFC 5424), without the octet count of RFC 6587.
 *
 * @param host the name of this machine
 */
export function syslogLine(line: AuditLine, host: string, processId: number): string {
  const { id, at, kind, count, account, by, address, country, client, device, dialect, fact, pin } = line;
  const severity = warnings.has(kind) ? severities.warning : severities.notice;
  const values: Readonly<Record<string, string | number | null>> = {
    id,
    count,
    account: account?.username ?? null,
    by: by === null || typeof by === 'string' ? by : by.username,
    address,
    country,
    client,
    device,
    dialect,
    fact,
    pin,
  };
  const data = Object.entries(values)
    .filter((entry): entry is [string, string | number] => entry[1] !== null)
    .map(([name, value]) => ` ${name}=${quoted(String(value))}`)
    .join('');
  const header = `<${audit * 8 + severity}>1 ${at} ${field(host, 255)} linkpin ${processId} ${field(kind, 32)}`;
  return `${header} [${dataId}${data}] ${kind}\n`;
}
