import { oddsADay } from '../../domain/code-length.ts';
import { drawCode, type CodeFormat, type CodeKind } from '../../domain/code.ts';
import type { IssueRules } from '../../domain/issue-limits.ts';
import type { AuthorizationRequest, RedirectRequest } from '../../domain/authorization-request.ts';
import type { DeviceKey, Protocol, Pin, Requester } from '../../domain/pin.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { accepted, refused } from '../../domain/result.ts';
import type { PinPorts } from './pin-ports.ts';
import type { Issuing } from '../ports/issuing.ts';

/** A request for a pin. */
export interface PinRequest {
  readonly protocol: Protocol;
  readonly kind: CodeKind;
  /** Its length is the shortest, unless the operator has pinned another. */
  readonly format: CodeFormat;
  /** The client that the pin will belong to (wire S9). */
  readonly clientId: string;
  readonly requester: Requester;
  readonly authorizationRequest: AuthorizationRequest | null;
  readonly keyThumbprint: string | null;
  readonly deviceKey: DeviceKey | null;
  readonly matchesNumber?: boolean;
  readonly redirect?: RedirectRequest;
  /** Draws the public id; called again if that is taken, and gives up with undefined. */
  readonly drawPublicId: () => string | undefined;
}

/** After so many draws that were taken, nearly all codes are in use. */
const draws = 24;

/** A plex id: a positive number below 2³¹ (wire S7), as text. */
export function drawPlexId({ random }: Pick<PinPorts, 'random'>): string {
  for (;;) {
    const [a = 0, b = 0, c = 0, d = 0] = random.bytes(4);
    const publicId = (a & 0x7f) * 0x1000000 + b * 0x10000 + c * 0x100 + d;
    if (publicId > 0) return String(publicId);
  }
}

/** The limits of a new pin. */
function rulesFor(
  { perNetwork, overall, guessesPerDay: guesses, weak }: Issuing,
  { kind, format: { alphabet, length, longer = length + 1 } }: Pick<PinRequest, 'kind' | 'format'>,
): IssueRules {
  switch (kind) {
    case 'strong':
      return { perNetwork, overall, sizing: null };
    case 'weak':
      return { perNetwork, overall, sizing: { codes: weak, least: length, longer } };
    case 'user':
      return {
        perNetwork,
        overall,
        sizing: { symbols: alphabet.length, least: length, guesses, odds: oddsADay[kind] },
      };
  }
}

/**
 * Issues a pin with an unused code, of the length that its network needs.
 *
 * @returns the new pin; `over-budget` if too many are waiting already, `busy` if no free code was found
 */
export async function requestPin(
  ports: Pick<PinPorts, 'pins' | 'clock' | 'random' | 'issuing' | 'events'>,
  { format, drawPublicId, ...asked }: PinRequest,
): Promise<PinResult<Pin>> {
  const { kind, requester } = asked;
  const rules = rulesFor(ports.issuing, { kind, format });
  let length = Math.max(format.length, ports.issuing.expectedLength(kind, requester.address) ?? 0);
  for (let draw = 0; draw < draws; draw += 1) {
    const now = ports.clock.now();
    const publicId = drawPublicId();
    if (publicId === undefined) break;
    const pin: Pin = {
      ...asked,
      id: ports.random.id(),
      publicId,
      code: drawCode({ ...format, length }, (count) => ports.random.bytes(count)),
      createdAt: now,
      expiresAt: now + format.life,
      version: 1,
      state: { at: 'pending', opened: null },
    };
    const inserted = await ports.pins.insert(pin, now, rules);
    if (inserted === 'ok') {
      void ports.events.note({ kind: 'issued', about: pin, account: null, address: pin.requester.address });
      return accepted(pin);
    }
    if (inserted === 'public-id-taken' || inserted === 'code-taken') continue;
    if (inserted.kind === 'no-room') {
      return refused({ kind: 'over-budget', retryAfter: Math.max(1, Math.ceil((inserted.roomAt - now) / 1000)) });
    }
    length = inserted.needs;
    ports.issuing.learn(kind, requester.address, inserted.issuer, length);
  }
  return refused({ kind: 'busy', retryAfter: 60 });
}
