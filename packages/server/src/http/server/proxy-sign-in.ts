// Sign-in at a proxy in front (Authelia, authentik, oauth2-proxy): its headers say who sends a request.
import type { Settings } from '../../config/settings.ts';
import type { OutsidePerson, OutsideSignIn } from '../../service/ports/outside-sign-in.ts';
import { createPeerCheck } from './client-address.ts';

/** Which header says what, and who may say it. */
export type ProxySignInSettings = Pick<
  Settings,
  | 'identityProxies'
  | 'proxyNameHeader'
  | 'proxyEmailHeader'
  | 'proxyGroupsHeader'
  | 'proxyTimeHeader'
  | 'proxySignInUrl'
> & { readonly proxyUserHeader: string };

/** Headers have each byte as a character. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What old Caddy sends (2.6: `copy_headers`) of a header that the proxy that signs in did not set. */
const unfilled = /^\{http\.[^{}]*\}$/;

/** A name as programs see it that take an underscore, or any other sign, for a hyphen. */
const folded = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '-');

/** Seconds since the epoch or ISO 8601 with a zone, as milliseconds; null for anything else. */
function readTime(text: string | null): number | null {
  if (text === null) return null;
  if (/^\d{1,12}$/.test(text)) return Number(text) * 1000;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)) return null;
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : time;
}

/** Headers that hold one value, in which a comma means that it was sent twice. */
function single(name: string, value: string | null): string | null {
  if (value?.includes(',') === true) throw new TypeError(`The header ${name} has more than one value.`);
  return value;
}

/**
 * Takes the word of the declared proxies for who sends a request. Whoever else sends their headers is nobody.
 *
 * @param onStranger told a sentence when a peer that is no such proxy sends the user's header
 */
export function createProxySignIn(
  settings: ProxySignInSettings,
  onStranger: (sentence: string) => void,
): OutsideSignIn {
  const { identityProxies, proxyUserHeader: userHeader, proxyTimeHeader: timeHeader, proxySignInUrl } = settings;
  const { proxyNameHeader: nameHeader, proxyEmailHeader: emailHeader, proxyGroupsHeader: groupsHeader } = settings;
  const isProxy = createPeerCheck(identityProxies);
  const names = [userHeader, nameHeader, emailHeader, groupsHeader, timeHeader].filter((name) => name !== undefined);
  const byFold = new Map(names.map((name) => [folded(name), name]));

  /** What the headers say, by name; an empty one counts as absent. */
  function readHeaders(headers: Iterable<readonly [name: string, value: string]>): ReadonlyMap<string, string> {
    const said = new Map<string, string>();
    for (const [name, value] of headers) {
      const meant = byFold.get(folded(name));
      if (meant === undefined) continue;
      if (name.toLowerCase() !== meant || said.has(meant)) {
        throw new TypeError(`A request has the header ${meant} twice, or under another spelling.`);
      }
      said.set(meant, utf8.decode(Buffer.from(value, 'latin1')));
    }
    return said;
  }

  function personOf(said: ReadonlyMap<string, string>): OutsidePerson | null {
    const read = (name: string | undefined): string | null => {
      const value = name === undefined ? undefined : said.get(name);
      return value === undefined || value === '' || unfilled.test(value) ? null : value;
    };
    const subject = single(userHeader, read(userHeader));
    if (subject === null) return null;
    const groups = read(groupsHeader);
    return {
      subject,
      name: read(nameHeader) ?? subject,
      email: single('of the e-mail address', read(emailHeader)),
      groups: groups === null ? null : groups.split(',').flatMap((group) => group.trim() || []),
      signedInAt: readTime(single('of the time', read(timeHeader))),
    };
  }

  return {
    method: 'proxy',
    origins: proxySignInUrl === undefined ? [] : [new URL(proxySignInUrl.replaceAll('{url}', '')).origin],
    async find(headers, { returnTo, fresh, peer }) {
      const nobody = { redirect: proxySignInUrl?.replaceAll('{url}', encodeURIComponent(returnTo)) ?? null };
      if (!isProxy(peer)) {
        if ([...headers].some(([name]) => folded(name) === folded(userHeader))) {
          onStranger(
            `A peer that identityProxies does not name sends ${userHeader}, which is not believed. If it is your proxy, declare it with --identity-proxies; if not, have only your proxy reach the service.`,
          );
        }
        return nobody;
      }
      const person = personOf(readHeaders(headers));
      // A proxy that tells no time could send nobody back with a fresh one.
      const canAskAgain = nobody.redirect !== null && typeof person?.signedInAt === 'number';
      return person === null || (fresh && canAskAgain) ? nobody : person;
    },
  };
}
