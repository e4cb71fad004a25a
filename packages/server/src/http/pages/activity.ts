import { countryIn, whereFrom } from '../../pages/where.ts';
import { activityView, type ActivityEntry } from '../../pages/views/activity.ts';
import { english } from '../../pages/words/en.ts';
import { countryName } from '../../geoip/countries.ts';
import { exportAccount } from '../../service/accounts/export-account.ts';
import type { AuditEntry } from '../../service/ports/events.ts';
import { goTo, page, type SignedInPageRequest } from './page-request.ts';

/** How many entries the page shows; the export has all. */
const shown = 20;

const isTold = (kind: string): kind is ActivityEntry['what'] => Object.hasOwn(english.activity.did, kind);

function placeOf({ dependencies, c, frame }: SignedInPageRequest, { address, country }: AuditEntry): string | null {
  // Of a truncated address, only the country that was recorded is known.
  const known = address === null || address.includes('/') ? null : dependencies.context.geoip.lookup(address);
  const where = whereFrom(address?.includes('/') === true ? null : address, known, c.env.address, frame);
  if (where.at === 'place') return where.place;
  if (where.at === 'own-network') return where.place ?? frame.words.activity.ownNetwork;
  return country === null ? null : countryIn({ country: countryName(country), countryCode: country }, frame.language);
}

/** Recent activity of the signed-in account. That a request was opened is listed only if no decision followed. */
async function activityOf(pageRequest: SignedInPageRequest): Promise<readonly ActivityEntry[]> {
  const { auditLog } = pageRequest.dependencies.context.store;
  const entries = await auditLog.listFor(pageRequest.who.account.id, 2 * shown);
  const decided = new Set(entries.filter(({ kind }) => kind !== 'opened').map(({ pin }) => pin));
  const told = entries.flatMap((entry) => {
    const { kind, device, at, fact, pin } = entry;
    if (!isTold(kind) || (kind === 'opened' && decided.has(pin))) return [];
    return [
      { what: kind, device, at, where: placeOf(pageRequest, entry), isNewNetwork: fact === 'collected-elsewhere' },
    ];
  });
  return told.slice(0, shown);
}

/** GET /account/activity */
export async function showActivity(pageRequest: SignedInPageRequest): Promise<Response> {
  return page(pageRequest, activityView(pageRequest.frame, await activityOf(pageRequest)));
}

/** GET /account/export: all that is kept about the person, as a file. */
export async function downloadExport(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, who } = pageRequest;
  const { store, ports } = dependencies.context;
  const all = await exportAccount(store, ports.clock, who.account.id);
  if (all === undefined) return goTo(pageRequest, '/account');
  return c.body(`${JSON.stringify(all, null, 2)}\n`, 200, {
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': 'attachment; filename="linkpin-account.json"',
  });
}
