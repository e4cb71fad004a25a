import { passkeySite, type NoPasskeys, type Settings, type StoreReport } from '@linkpin/server';
import { findingsOf, type Finding } from '../finding.ts';

const { ok, note, wrong } = findingsOf('passkeys');

const off: Readonly<Record<NoPasskeys, string>> = {
  'ip-address': 'The public URL has no name, and browsers have no passkeys at an address.',
  'plain-http': 'The public URL is plain http, where browsers have no passkeys.',
  'other-domain': 'The public URL is not below the domain of passkeys.',
};

/** Whether browsers have passkeys at the public URL, and whether those that people have are good there. */
export function checkPasskeys(
  { publicUrl, passkeyDomain }: Pick<Settings, 'publicUrl' | 'passkeyDomain'>,
  report: StoreReport | undefined,
): Finding {
  if (publicUrl === undefined) return note('Without a public URL there are passkeys at localhost alone.');
  const site = passkeySite(publicUrl, passkeyDomain);
  const counts = Object.entries(report?.passkeys ?? {});
  const lost = counts.filter(([domain]) => typeof site === 'string' || domain !== site.domain);
  if (lost.length > 0) {
    const which = lost.map(([domain, count]) => `${count} of ${domain}`).join(', ');
    const here = typeof site === 'string' ? off[site] : `Here they are of ${site.domain}.`;
    return wrong(
      `People have passkeys that no longer work: ${which}. ${here}`,
      'Set the public URL and passkeyDomain back, or have them add new ones.',
    );
  }
  if (typeof site === 'string') return note(`${off[site]} People sign in without.`);
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  return ok(`They are of ${site.domain}, and people have ${all}.`);
}
