import { foldCode } from '../../domain/code.ts';
import type { IssueRules } from '../../domain/issue-limits.ts';
import {
  countedAs,
  isWaiting,
  liveCounts,
  makesRoom,
  overallScope,
  retentionCutoff,
  scopesOf,
  waitingScopes,
} from '../../domain/live-counts.ts';
import { listedIn } from '../../domain/nearby.ts';
import { planNewPin } from '../../domain/new-pin.ts';
import { endOf, isExpired, type Protocol, type Pin } from '../../domain/pin.ts';
import type { NewEntry } from '../../service/ports/events.ts';
import type { ReplaceOptions, EndedPins, Inserted, PinStore } from '../../service/ports/pin-store.ts';
import type { ExpiryCursor } from '../../service/ports/audit-log.ts';
import { PinCounts } from './pin-counts.ts';
import { Timeline } from './timeline.ts';

/**
 * Pins in memory. A method runs to its end without giving way, which makes it atomic. Codes stand in clear in the
 * process and nowhere else.
 */
export class MemoryPins implements PinStore {
  readonly #pins: Map<string, Pin> = new Map();
  readonly #publicIds: Readonly<Record<Protocol, Map<string, Pin>>> = { plex: new Map(), oauth: new Map() };
  /** Pin ids by folded code; an ended pin may still stand here until another wants its code. */
  readonly #codes: Map<string, string> = new Map();
  /** When the pending pins of a local network expire, by id. */
  readonly #nearby: Map<string, Map<string, number>> = new Map();
  readonly #ends: Timeline = new Timeline();
  readonly #counts: PinCounts = new PinCounts();
  readonly #keep: (entry: NewEntry) => void;

  /** @param keep puts an entry into the audit log */
  constructor(keep: (entry: NewEntry) => void) {
    this.#keep = keep;
  }

  async insert(pin: Pin, now: number, rules?: IssueRules): Promise<Inserted> {
    if (this.#pins.has(pin.id)) throw new Error('There is a pin with this id already.');
    const sameId = this.#publicIds[pin.protocol].get(pin.publicId);
    const code = foldCode(pin.code);
    const sameCode = this.#withCode(code);
    const tally = (scope: string) => this.#counts.tally(scope, now);
    const scopes = scopesOf(pin.kind, pin.requester.address);
    const plan = planNewPin(countedAs(pin), now, rules, {
      publicIdEndsAt: sameId && endOf(sameId),
      codeEndsAt: sameCode === undefined ? [] : [endOf(sameCode)],
      scopes,
      counts: liveCounts(scopes, tally, (scope) => tally(scope).waiting),
    });
    if (!plan.ok) return plan.refusal;

    if (sameId !== undefined) this.#forget(sameId);
    this.#pins.set(pin.id, pin);
    this.#publicIds[pin.protocol].set(pin.publicId, pin);
    this.#codes.set(code, pin.id);
    this.#list(pin);
    this.#ends.add(pin.id, endOf(pin));
    const { network, wide, overall, codes, lengths } = plan.value;
    this.#counts.add([network, wide, overall, codes, ...lengths], pin.expiresAt, isWaiting(pin) ? 1 : 0);
    return 'ok';
  }

  async byPublicId(protocol: Protocol, publicId: string): Promise<Pin | undefined> {
    return this.#publicIds[protocol].get(publicId);
  }

  /** See `DriverCache`. */
  peek(protocol: Protocol, publicId: string, now: number): Pin | undefined {
    const pin = this.#publicIds[protocol].get(publicId);
    return pin !== undefined && isWaiting(pin) && !isExpired(pin, now) ? pin : undefined;
  }

  async byCode(foldedCode: string, now: number): Promise<Pin | undefined> {
    return this.#live(foldedCode, now);
  }

  async byId(id: string): Promise<Pin | undefined> {
    return this.#pins.get(id);
  }

  async replace(next: Pin, expectedVersion: number, { entries = [] }: ReplaceOptions = {}): Promise<boolean> {
    const stored = this.#pins.get(next.id);
    if (stored?.version !== expectedVersion) return false;
    this.#ends.remove(stored.id, endOf(stored));
    this.#ends.add(next.id, endOf(next));
    if (makesRoom(isWaiting(stored), isWaiting(next))) {
      const { network, wide, overall, lengths } = waitingScopes(countedAs(stored));
      this.#counts.settle([network, wide, overall, ...lengths], stored.expiresAt);
      this.#unlist(stored);
    }
    this.#pins.set(next.id, next);
    this.#publicIds[next.protocol].set(next.publicId, next);
    for (const entry of entries) this.#keep(entry);
    return true;
  }

  async waitingIn(network: string, now: number, limit: number): Promise<readonly Pin[]> {
    const last: (readonly [id: string, expiresAt: number])[] = [];
    for (const [id, expiresAt] of this.#nearby.get(network) ?? []) {
      if (expiresAt <= now || (last.length === limit && expiresAt <= (last.at(-1)?.[1] ?? 0))) continue;
      const place = last.findIndex(([, other]) => other < expiresAt);
      last.splice(place === -1 ? last.length : place, 0, [id, expiresAt]);
      if (last.length > limit) last.pop();
    }
    return last.map(([id]) => this.#pins.get(id) as Pin);
  }

  async waitingAfter({ endsAt, id }: ExpiryCursor, now: number, limit: number): Promise<readonly Pin[]> {
    const comesAfter = (pin: Pin): boolean => pin.expiresAt > endsAt || (pin.expiresAt === endsAt && pin.id > id);
    return [...this.#pins.values()]
      .filter((pin) => isWaiting(pin) && !isExpired(pin, now) && comesAfter(pin))
      .toSorted((one, other) => one.expiresAt - other.expiresAt || (one.id > other.id ? 1 : -1))
      .slice(0, limit);
  }

  /** How many pins wait for an answer, those that expire within the minute included. */
  countWaiting(now: number): number {
    return this.#counts.tally(overallScope, now).waiting;
  }

  async endedAfter(mark: ExpiryCursor, until: number, limit: number): Promise<EndedPins> {
    const ended = this.#ends.between(mark, until, limit);
    const pins = ended
      .map((end) => this.#pins.get(end.id))
      .filter((pin) => pin !== undefined && isWaiting(pin))
      .map((pin) => ({ ...(pin as Pin), endsAt: (pin as Pin).expiresAt }));
    return { pins, to: ended.at(-1) };
  }

  async retentionCutoff(most: number): Promise<number> {
    return retentionCutoff(this.#counts.byMinute(overallScope), most);
  }

  async sweep(before: number, limit: number): Promise<number> {
    const ended = this.#ends.before(before, limit);
    for (const id of ended) {
      const pin = this.#pins.get(id);
      if (pin !== undefined) this.#forget(pin);
    }
    this.#counts.sweep(before);
    return ended.length;
  }

  /** The last pin with a code, ended or not. */
  #withCode(foldedCode: string): Pin | undefined {
    const id = this.#codes.get(foldedCode);
    return id === undefined ? undefined : this.#pins.get(id);
  }

  #live(foldedCode: string, now: number): Pin | undefined {
    const pin = this.#withCode(foldedCode);
    return pin === undefined || isExpired(pin, now) ? undefined : pin;
  }

  #list(pin: Pin): void {
    const network = listedIn(pin);
    if (network === null || !isWaiting(pin)) return;
    const listed = this.#nearby.get(network) ?? new Map<string, number>();
    this.#nearby.set(network, listed.set(pin.id, pin.expiresAt));
  }

  #unlist(pin: Pin): void {
    const network = listedIn(pin) ?? '';
    const listed = this.#nearby.get(network);
    if (listed?.delete(pin.id) === true && listed.size === 0) this.#nearby.delete(network);
  }

  #forget(pin: Pin): void {
    const code = foldCode(pin.code);
    this.#pins.delete(pin.id);
    this.#unlist(pin);
    this.#publicIds[pin.protocol].delete(pin.publicId);
    if (this.#codes.get(code) === pin.id) this.#codes.delete(code);
    this.#ends.remove(pin.id, endOf(pin));
  }
}
