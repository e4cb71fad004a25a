import { givenNameOf } from '../../domain/device-info.ts';
import type { Grant } from '../../domain/grant.ts';
import { linkedDevices } from '../../domain/linked-devices.ts';
import { devicesView, type DeviceCard, type DevicesState } from '../../pages/views/devices.ts';
import { whereFrom } from '../../pages/where.ts';
import { revokeDevice as revokeGrants } from '../../service/grants/device-grants.ts';
import { renameGrant } from '../../service/grants/rename-grant.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import { accessTokenLife } from '../../service/tokens/access-tokens.ts';
import { wordsFor } from './scope-words.ts';
import { goTo, page, type PageRequest, type SignedInPageRequest } from './page-request.ts';

function cardOf({ c, dependencies, frame }: PageRequest, grant: Grant, client: OAuthClient | undefined): DeviceCard {
  const { geoip } = dependencies.context;
  const mine = c.env.address;
  const {
    id,
    name,
    deviceInfo,
    linkedAt,
    address,
    place,
    collectedAt,
    collectedFrom,
    collectedElsewhere,
    lastSeenAt,
    mayApprove,
  } = grant;
  const collected =
    collectedAt === null
      ? null
      : {
          at: collectedAt,
          from: whereFrom(collectedFrom, geoip.lookup(collectedFrom), mine, frame),
          elsewhere: collectedElsewhere,
        };
  return {
    id,
    name,
    deviceInfo,
    linkedAt,
    askedFrom: whereFrom(address, place, mine, frame),
    collected,
    lastSeenAt,
    mayApprove,
    may: grant.protocol === 'plex' ? null : grant.scopes.map((scope) => wordsFor(client, scope, frame.words) ?? scope),
    lastsFor: client?.accessTokens === 'jwt' ? accessTokenLife(client) : 0,
  };
}

function doneIn(word: string | undefined): DevicesState['done'] {
  return word === 'renamed' || word === 'revoked' || word === 'blocked' || word === 'unblocked' ? word : null;
}

/** GET /devices */
export async function showDevices(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, who, frame } = pageRequest;
  const { ports, store } = dependencies.context;
  const grants = [...linkedDevices(await ports.grants.listFor(who.account.id)).values()];
  const clients = new Map<string, OAuthClient | undefined>();
  for (const { protocol, clientId } of grants) {
    if (protocol === 'oauth' && !clients.has(clientId)) clients.set(clientId, await store.oauthClients.byId(clientId));
  }
  const devices = grants.map((grant) => {
    const client = grant.protocol === 'oauth' ? clients.get(grant.clientId) : undefined;
    return cardOf(pageRequest, grant, client);
  });
  const blocked = await store.blocks.listFor(who.account.id, frame.now);
  return page(pageRequest, devicesView(frame, { devices, blocked, done: doneIn(c.req.query('done')) }));
}

/** POST /devices/rename */
export async function renameDevice(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, who, form } = pageRequest;
  const { grants } = dependencies.context.ports;
  const name = givenNameOf(form.get('name'));
  const renamed = await renameGrant(grants, form.get('id') ?? '', who.account.id, name);
  return goTo(pageRequest, renamed ? '/devices?done=renamed' : '/devices');
}

/** POST /devices/revoke: its token stops working at once. */
export async function revokeDevice(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, who, form } = pageRequest;
  const { grants, clock } = dependencies.context.ports;
  const gone = await revokeGrants(grants, form.get('id') ?? '', who.account.id, clock.now());
  return goTo(pageRequest, gone ? '/devices?done=revoked' : '/devices');
}
