// The pin that a question is about.
import { shownText } from '../../domain/device-info.ts';
import type { Pin, Requester } from '../../domain/pin.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { accepted } from '../../domain/result.ts';
import {
  findDraft,
  storeDraft,
  unstoredPin,
  type AuthorizationDraft,
} from '../../service/pins/request-authorization.ts';
import { ticketsOf, type Opened } from './tickets.ts';
import type { PageRequest, SignedInPageRequest } from './page-request.ts';

/** The pin that a ticket of this session names, and the ticket. */
export interface Found {
  readonly opened: Opened;
  readonly pin: Pin;
  readonly ticket: string;
}

const nothing = { version: null, platformVersion: null, device: null, deviceName: null, model: null, vendor: null };

/** Whom a draft is from: the client, in this browser. */
export async function requesterOf(
  { c, dependencies }: PageRequest,
  { clientId }: AuthorizationDraft,
): Promise<Requester> {
  const { geoip, ports } = dependencies.context;
  const client = await ports.oauthClients.byId(clientId);
  const { address, hiddenBehind } = c.env;
  return {
    deviceInfo: {
      ...nothing,
      product: client?.name ?? clientId,
      platform: shownText(c.req.header('user-agent') ?? null, 200),
    },
    address,
    ...(hiddenBehind === undefined ? {} : { hiddenBehind }),
    place: geoip.lookup(address),
    wantsToApprove: false,
  };
}

/** What would be the pin of a draft. */
export const unstored = async (pageRequest: PageRequest, draft: AuthorizationDraft): Promise<Pin> =>
  unstoredPin(pageRequest.dependencies.context.ports, draft, await requesterOf(pageRequest, draft));

/** Reads a ticket of this session and the pin that it names. */
export async function readTicket(pageRequest: SignedInPageRequest, ticket: string | null): Promise<Found | undefined> {
  const { dependencies, who } = pageRequest;
  const { ports } = dependencies.context;
  const opened = ticketsOf(ports).readOpened(ticket, who);
  if (opened === undefined || ticket === null) return undefined;
  const { draft } = opened;
  if (draft !== undefined) {
    return { opened, pin: (await findDraft(ports, draft)) ?? (await unstored(pageRequest, draft)), ticket };
  }
  const pin = await ports.pins.byId(opened.pin);
  return pin === undefined ? undefined : { opened, pin, ticket };
}

/** The pin to be decided about; that of a draft is stored now. */
export async function storedPin(pageRequest: SignedInPageRequest, { opened, pin }: Found): Promise<PinResult<Pin>> {
  if (opened.draft === undefined || pin.version > 0) return accepted(pin);
  return storeDraft(pageRequest.dependencies.context.ports, opened.draft, pin.requester);
}
