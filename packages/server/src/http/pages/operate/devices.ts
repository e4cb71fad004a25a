import { nameOf, shownText } from '../../../domain/device-info.ts';
import { foundDevicesView } from '../../../pages/views/operate/devices.ts';
import { endDevice, findDevices } from '../../../service/operate/find-devices.ts';
import { goTo, page, type SignedInPageRequest } from '../page-request.ts';
import { operatorOf } from './guard.ts';
import { newsIn } from './news.ts';
import { readMark, sealMark } from './page-mark.ts';

/** How many are shown at once. */
const shown = 30;

/** The longest text that is searched for. */
const longest = 200;

/** GET /operate/devices */
export async function showAllDevices(pageRequest: SignedInPageRequest): Promise<Response> {
  const { c, dependencies, frame } = pageRequest;
  const { store, ports } = dependencies.context;
  const words = frame.words.operate.devices;
  const search = (c.req.query('q') ?? '').slice(0, longest);
  const after = readMark<string>(ports.keys, c.req.query('after')) ?? '';
  const { devices, next } = await findDevices(store, search, after, shown);
  const cards = devices.map(({ grant, username }) => ({
    id: grant.id,
    name: grant.name === '' ? nameOf(grant.deviceInfo) : grant.name,
    deviceInfo: grant.deviceInfo,
    client: shownText(grant.clientId),
    username,
    linkedAt: grant.linkedAt,
    lastSeenAt: grant.lastSeenAt,
  }));
  const more =
    next === null ? null : `/operate/devices?q=${encodeURIComponent(search)}&after=${sealMark(ports.keys, next)}`;
  const news = newsIn(pageRequest, { revoked: [words.ended, false], gone: [words.gone, true] });
  return page(pageRequest, foundDevicesView(frame, { search, devices: cards, more, news }));
}

/** POST /operate/devices/revoke, from the list or from the page of its person. */
export async function revokeAnyDevice(pageRequest: SignedInPageRequest): Promise<Response> {
  const { dependencies, form } = pageRequest;
  const { ports } = dependencies.context;
  const ended = await endDevice(ports, form.get('id') ?? '', operatorOf(pageRequest));
  const done = ended === undefined ? 'gone' : 'revoked';
  const person = form.get('person');
  if (person !== null && /^\d{1,15}$/.test(person)) return goTo(pageRequest, `/operate/people/${person}?done=${done}`);
  const search = encodeURIComponent((form.get('q') ?? '').slice(0, longest));
  return goTo(pageRequest, `/operate/devices?q=${search}&done=${done}`);
}
