import { foldCode } from '../../domain/code.ts';
import { classIn, judgeNewPin, type IssueRules } from '../../domain/issue-limits.ts';
import { retentionCutoff, lengthScopes, liveCounts, overallScope, scopesOf } from '../../domain/live-counts.ts';
import { endOf, publicIdRest, isExpired, type Protocol, type Pin } from '../../domain/pin.ts';
import type { NewEntry } from '../../service/ports/events.ts';
import type { Beside, EndedPins, Inserted, PinStore } from '../../service/ports/pin-store.ts';
import type { ExpiryCursor } from '../../service/ports/audit-log.ts';
import { PinCounts } from './pin-counts.ts';
import { Timeline } from './timeline.ts';

/**
 * Pins in memory. A method runs to its end without giving way, which makes it atomic. Codes stand in clear in the
 * process and nowhere else.
 */
export class MemoryPins implements PinStore {
  readonly #pins: Map<string, Pin> = new Map();
  /** The same pins by handle. */
  readonly #handles: Readonly<Record<Protocol, Map<string, Pin>>> = { plex: new Map(), oauth: new Map() };
  /** Pin ids by folded code; an ended pin may still stand here until another wants its code. */
  readonly #codes: Map<string, string> = new Map();
  readonly #ends: Timeline = new Timeline();
  readonly #counts: PinCounts = new PinCounts();
  readonly #keep: (entry: NewEntry) => void;

  /** @param keep puts an entry into the audit log */
  constructor(keep: (entry: NewEntry) => void) {
    this.#keep = keep;
  }

  async insert(pin: Pin, now: number, rules?: IssueRules): Promise<Inserted> {
    if (this.#pins.has(pin.id)) throw new Error('There is a pin with this id already.');
    const resting = this.#handles[pin.protocol].get(pin.publicId);
    if (resting !== undefined && now < endOf(resting) + publicIdRest) return 'handle-taken';
    const code = foldCode(pin.code);
    if (this.#coded(code, now) !== undefined) return 'code-taken';
    const scopes = scopesOf(pin.kind, pin.requester.address);
    const tally = (scope: string) => this.#counts.tally(scope, now);
    const counts = liveCounts(scopes, tally, (scope) => tally(scope).waiting);
    const verdict = rules && judgeNewPin(counts, rules, pin.code.length, scopes.isV6);
    if (verdict !== undefined) return verdict;

    if (resting !== undefined) this.#forget(resting);
    this.#pins.set(pin.id, pin);
    this.#handles[pin.protocol].set(pin.publicId, pin);
    this.#codes.set(code, pin.id);
    this.#ends.add(pin.id, endOf(pin));
    const lengths = lengthScopes(pin.kind, pin.code.length, scopes);
    const counted = [scopes.network, scopes.wide, scopes.overall, scopes.codes[classIn(counts)], ...lengths];
    this.#counts.add(counted, pin.expiresAt, pin.state.at === 'pending' ? 1 : 0);
    return 'ok';
  }

  async byPublicId(protocol: Protocol, publicId: string): Promise<Pin | undefined> {
    return this.#handles[protocol].get(publicId);
  }

  /** See `DriverCache`. */
  peek(protocol: Protocol, publicId: string, now: number): Pin | undefined {
    const pin = this.#handles[protocol].get(publicId);
    return pin?.state.at === 'pending' && !isExpired(pin, now) ? pin : undefined;
  }

  async byCode(foldedCode: string, now: number): Promise<Pin | undefined> {
    return this.#coded(foldedCode, now);
  }

  async byId(id: string): Promise<Pin | undefined> {
    return this.#pins.get(id);
  }

  async replace(next: Pin, expectedVersion: number, { entries = [] }: Beside = {}): Promise<boolean> {
    const stored = this.#pins.get(next.id);
    if (stored?.version !== expectedVersion) return false;
    this.#ends.remove(stored.id, endOf(stored));
    this.#ends.add(next.id, endOf(next));
    if (stored.state.at === 'pending' && next.state.at !== 'pending') {
      const scopes = scopesOf(stored.kind, stored.requester.address);
      const lengths = lengthScopes(stored.kind, stored.code.length, scopes);
      this.#counts.settle([scopes.network, scopes.wide, scopes.overall, ...lengths], stored.expiresAt);
    }
    this.#pins.set(next.id, next);
    this.#handles[next.protocol].set(next.publicId, next);
    for (const entry of entries) this.#keep(entry);
    return true;
  }

  async endedAfter(mark: ExpiryCursor, until: number, limit: number): Promise<EndedPins> {
    const ended = this.#ends.between(mark, until, limit);
    const pins = ended
      .map((end) => this.#pins.get(end.id))
      .filter((pin) => pin?.state.at === 'pending')
      .map((pin) => ({ ...(pin as Pin), endsAt: (pin as Pin).expiresAt }));
    return { pins, to: ended.at(-1) };
  }

  async retentionCutoff(most: number): Promise<number> {
    return retentionCutoff(this.#counts.byMinute(overallScope), most);
  }

  async sweep(before: number, limit: number): Promise<number> {
    const ended = this.#ends.before(before, limit);
    for (const key of ended) {
      const pin = this.#pins.get(key);
      if (pin !== undefined) this.#forget(pin);
    }
    this.#counts.sweep(before);
    return ended.length;
  }

  #coded(foldedCode: string, now: number): Pin | undefined {
    const key = this.#codes.get(foldedCode);
    const pin = key === undefined ? undefined : this.#pins.get(key);
    return pin === undefined || isExpired(pin, now) ? undefined : pin;
  }

  #forget(pin: Pin): void {
    const code = foldCode(pin.code);
    this.#pins.delete(pin.id);
    this.#handles[pin.protocol].delete(pin.publicId);
    if (this.#codes.get(code) === pin.id) this.#codes.delete(code);
    this.#ends.remove(pin.id, endOf(pin));
  }
}
