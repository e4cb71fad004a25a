import { setTimeout as delay } from 'node:timers/promises';
import { editPin, type PinEdit } from './edit-pin.ts';
import type { Fault } from './faults.ts';
import type { Site } from './site.ts';

/** Thrown in place of a response: the connection is to be closed. */
export class DroppedConnection extends Error {
  override readonly name: 'DroppedConnection' = 'DroppedConnection';
}

/** What plex.tv does not know of a place in captures of 2026. */
const unknownPlace: PinEdit = {
  nulls: ['city', 'time_zone', 'postal_code', 'subdivisions', 'coordinates'].map((name) => `location.${name}`),
};

/** What pins had not yet, by year; as captured. */
const oldShapes: Readonly<Record<2019 | 2022, PinEdit>> = {
  2019: {
    without: [
      'product',
      'qr',
      'newRegistration',
      'location.european_union_member',
      'location.continent_code',
      'location.in_privacy_restricted_country',
      'location.in_privacy_restricted_region',
    ],
    milliseconds: true,
  },
  2022: { without: ['qr', 'location.in_privacy_restricted_region'] },
};

function editOf(fault: Fault): PinEdit | undefined {
  switch (fault.kind) {
    case 'null-location':
      return unknownPlace;
    case 'missing':
      return { without: fault.members };
    case 'old-shape':
      return oldShapes[fault.year];
    default:
      return undefined;
  }
}

/** Pages of any origin read errors, too. */
const readable = { 'access-control-allow-origin': '*' };

/** What a load balancer says. */
function gatewayError(status: number): Response {
  const names: Readonly<Record<number, string>> = {
    502: 'Bad Gateway',
    503: 'Service Unavailable',
    504: 'Gateway Time-out',
  };
  const title = `${status} ${names[status] ?? 'Error'}`;
  const body = `<html>\n<head><title>${title}</title></head>\n<body>\n<center><h1>${title}</h1></center>\n</body>\n</html>\n`;
  return new Response(body, { status, headers: { ...readable, 'content-type': 'text/html' } });
}

/**
 * Answers a request with a fault.
 *
 * @param signal aborted when the emulator closes
 * @throws {DroppedConnection} if there is to be no response
 */
export async function breakResponse(
  fault: Fault,
  request: Request,
  site: Pick<Site, 'fetch' | 'errorFor'>,
  signal: AbortSignal,
): Promise<Response> {
  const error = async (
    ...[kind, more]: [Parameters<Site['errorFor']>[0], Readonly<Record<string, string>>]
  ): Promise<Response> => {
    const response = await site.errorFor(kind, request);
    for (const [name, value] of Object.entries(more)) response.headers.set(name, value);
    return response;
  };
  switch (fault.kind) {
    case 'rate-limited':
      return error('rate-limited', fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) });
    case 'server-error': {
      const { status = 500 } = fault;
      return status === 500 ? error('internal', {}) : gatewayError(status);
    }
    case 'dropped':
      if (fault.when === 'after') await (await site.fetch(request)).text();
      throw new DroppedConnection('The emulator closed the connection, as a fault told it to.');
    case 'slow':
      await delay(fault.milliseconds, undefined, { signal }).catch(() => {
        throw new DroppedConnection('The emulator was closed before a slow response was due.');
      });
      return site.fetch(request);
    default:
      return edited(await site.fetch(request), editOf(fault));
  }
}

async function edited(response: Response, edit: PinEdit | undefined): Promise<Response> {
  const { status, headers } = response;
  if (!response.ok || response.body === null || edit === undefined) return response;
  const text = editPin(await response.text(), headers.get('content-type') ?? '', edit);
  const others = [...headers].filter(([name]) => name !== 'content-length');
  return new Response(text, { status, headers: others });
}
