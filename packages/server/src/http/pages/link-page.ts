// The page where a code is typed, with the devices that wait in the person's local network.
import { plexCodes, type CodeFormat } from '../../domain/code.ts';
import { linkView } from '../../pages/views/link.ts';
import type { NearbyState } from '../../pages/views/nearby.ts';
import { endingLength, listNearby } from '../../service/pins/nearby-pins.ts';
import { ticketsOf } from './tickets.ts';
import { page, type PageRequest, type PageStatus, type SignedInPageRequest } from './page-request.ts';

/** The format of plex's weak codes, with the length that new ones have for the visitor's network. */
const weakCodesNow = ({ dependencies, c }: PageRequest): CodeFormat =>
  dependencies.context.ports.codeAttempts.formatFor('weak', plexCodes.weak, c.env.address);

/** The formats of codes that people type, while few are live. */
export const usualCodes = (pageRequest: PageRequest): readonly CodeFormat[] => [
  weakCodesNow(pageRequest),
  pageRequest.dependencies.context.oauth.userCodes,
];

/** A picked device, and why it was refused. */
interface RefusedPick {
  readonly pinId: string | undefined;
  readonly error: string;
}

async function nearbyState({ c, dependencies, who }: SignedInPageRequest, refused?: RefusedPick): Promise<NearbyState> {
  const { ports, oauth } = dependencies.context;
  const tickets = ticketsOf(ports);
  const listed = await listNearby(ports, c.env.address);
  const devices = listed.map(({ id, requester: { deviceInfo }, createdAt }) => ({
    ticket: tickets.sealNearby(id, who),
    deviceInfo,
    askedAt: createdAt,
    isPicked: id === refused?.pinId,
  }));
  return { devices, endingLength: endingLength(oauth.userCodes), error: refused?.error ?? null };
}

/** The page with the code field. Phones show a numeric keypad if user codes are numeric, until a letter is needed. */
export async function linkPage(
  pageRequest: SignedInPageRequest,
  { typed, given }: { readonly typed: string; readonly given: string },
  error: string | null,
  { status = 200, nearby }: { readonly status?: PageStatus; readonly nearby?: RefusedPick } = {},
): Promise<Response> {
  const { alphabet } = pageRequest.dependencies.context.oauth.userCodes;
  const wantsLetters = pageRequest.c.req.query('letters') !== undefined || /[^\d\s-]/.test(typed);
  return page(
    pageRequest,
    linkView(pageRequest.frame, {
      typed,
      given,
      error,
      tiles: weakCodesNow(pageRequest).length,
      digitsOnly: /^\d+$/.test(alphabet) && !wantsLetters,
      nearby: await nearbyState(pageRequest, nearby),
    }),
    status,
  );
}
