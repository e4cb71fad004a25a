import { createOAuthClient, listOAuthClients, removeOAuthClient, type ClientPorts } from '../../../clients/registry.ts';
import {
  clientsView,
  type ClientFault,
  type ClientsState,
  type OfferedMethod,
  type TypedClient,
} from '../../../pages/views/operate/clients.ts';
import { goTo, page, type PageStatus, type SignedInPageRequest } from '../page-request.ts';
import { newsIn } from './news.ts';

const untouched: TypedClient = {
  id: '',
  name: '',
  authMethod: 'none',
  scopes: '',
  audiences: '',
  numberMatching: false,
};

function portsOf({ c, dependencies, who }: SignedInPageRequest): ClientPorts {
  const { store, ports, declaredClients: declared } = dependencies.context;
  const { clock, random, events } = ports;
  return { store, clock, random, declared, events, by: { admin: who.account.id, address: c.env.address } };
}

async function showClientsWith(
  pageRequest: SignedInPageRequest,
  more: Partial<ClientsState> = {},
  status: PageStatus = 200,
): Promise<Response> {
  const { frame } = pageRequest;
  const words = frame.words.operate.clients;
  const clients = (await listOAuthClients(portsOf(pageRequest))).map(({ client, origin }) => ({
    id: client.id,
    name: client.name,
    origin: origin === 'file' ? ('file' as const) : client.isVerified ? ('operator' as const) : ('itself' as const),
    scopes: client.scopes,
    lastUsedAt: client.lastUsedAt,
  }));
  const news = newsIn(pageRequest, { removed: [words.removed, false], kept: [words.notRemoved, true] });
  const plain = { clients, typed: untouched, faults: [], added: null, news };
  return page(pageRequest, clientsView(frame, { ...plain, ...more }), status);
}

/** GET /operate/clients */
export const showClients = (pageRequest: SignedInPageRequest): Promise<Response> => showClientsWith(pageRequest);

const offered: readonly OfferedMethod[] = ['none', 'client_secret_basic', 'client_secret_post'];

const wordsIn = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

const faultOf = (path: string): ClientFault => {
  const [member = ''] = path.split(/[.[]/);
  return member === 'id' || member === 'scopes' || member === 'audiences' ? member : 'other';
};

/** POST /operate/clients/add: the answer shows the secret, this once. */
export async function addClient(pageRequest: SignedInPageRequest): Promise<Response> {
  const { form } = pageRequest;
  const text = (name: string): string => (form.get(name) ?? '').slice(0, 4000);
  const typed: TypedClient = {
    id: text('id').trim(),
    name: text('name').trim(),
    authMethod: text('authMethod'),
    scopes: text('scopes'),
    audiences: text('audiences'),
    numberMatching: form.get('numberMatching') === 'on',
  };
  const authMethod = offered.find((method) => method === typed.authMethod);
  if (authMethod === undefined) return showClientsWith(pageRequest, { typed, faults: ['other'] }, 422);
  const made = await createOAuthClient(portsOf(pageRequest), {
    id: typed.id,
    ...(typed.name === '' ? {} : { name: typed.name }),
    authMethod,
    scopes: wordsIn(typed.scopes),
    audiences: wordsIn(typed.audiences),
    numberMatching: typed.numberMatching,
  });
  if (made.ok) {
    const { client, secret } = made.value;
    return showClientsWith(pageRequest, { added: { name: client.name, secret } });
  }
  const faults: readonly ClientFault[] =
    made.refusal.kind === 'taken' ? ['taken'] : made.refusal.problems.map(({ path }) => faultOf(path));
  return showClientsWith(pageRequest, { typed, faults }, 422);
}

/** POST /operate/clients/remove */
export async function removeClient(pageRequest: SignedInPageRequest): Promise<Response> {
  const removed = await removeOAuthClient(portsOf(pageRequest), pageRequest.form.get('id') ?? '');
  const done = removed.ok ? `removed&count=${removed.value.devices}` : 'kept';
  return goTo(pageRequest, `/operate/clients?done=${done}`);
}
