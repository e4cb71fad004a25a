import { newPinBounds, minuteOf, minuteOverAt, type LiveCounts, type Tally } from '../../domain/issue-limits.ts';
import { lengthScopes, liveCounts, scopesOf, type CountedScopes, type Scopes } from '../../domain/live-counts.ts';
import { planNewPin } from '../../domain/new-pin.ts';
import type { CountBound } from '../../domain/count-bounds.ts';
import { publicIdRest } from '../../domain/pin.ts';
import { StoreBusyError } from '../../service/ports/busy.ts';
import type { Inserted } from '../../service/ports/pin-store.ts';
import type { NewPin } from '../sql/new-pin-row.ts';
import type { Query, QueryResult } from './server-connection.ts';
import { asJson } from './json.ts';

/** What is counted under a scope: codes, those that wait, and the first minute in which one expires. */
type Counted = readonly [codes: number, waiting: number, first: number | null];

/** What the statement says of one pin; see the migration `0013-replicas`. */
interface Answer {
  readonly said: 'ok' | 'public-id-taken' | 'code-taken' | 'other-counts';
  readonly counts: Readonly<Record<string, Counted>>;
}

const none: Counted = [0, 0, null];

interface Asked {
  readonly order: object;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** How many scopes are remembered; past that all are forgotten, which costs a second look each. */
const mostKnown = 20_000;

/** How often counts may have changed between a look and the step that adds the pin. */
const mostTries = 10;

/** A range that no count is in: the statement adds nothing, and tells the counts. */
const never = (scopes: Scopes) => ({ scope: scopes.overall, member: 0, below: 0 });

/**
 * Adds pins, all of one turn of the event loop in one statement. The core judges with the counts that were heard last; the
 * statement compares them, under its lock, with the ranges for which the yes holds. Nothing is refused on counts that were
 * only remembered.
 */
export class PinInserter {
  readonly #query: (query: Query) => Promise<QueryResult>;
  readonly #known: Map<string, Counted> = new Map();
  #unsent: Asked[] = [];
  #isSending = false;

  constructor(query: (query: Query) => Promise<QueryResult>) {
    this.#query = query;
  }

  /** Adds a pin if the core says so. */
  async insert(pin: NewPin): Promise<Inserted> {
    const scopes = scopesOf(pin.counted.kind, pin.counted.address);
    let counted: ReadonlyMap<string, Counted> = this.#known;
    for (let turn = 0; turn < mostTries; turn += 1) {
      const { verdict, looked } = judge(pin, scopes, counted);
      if (!verdict.ok && counted !== this.#known) return verdict.refusal;
      const { said, counts } = await this.#ask(orderOf(pin, scopes, looked, verdict.ok ? verdict : undefined));
      for (const scope of looked) this.#remember(scope, counts[scope] ?? none);
      if (said === 'ok' && verdict.ok) this.#count(verdict.value, pin);
      if (said !== 'other-counts') return said;
      counted = new Map(Object.entries(counts));
    }
    throw new StoreBusyError('Too many pins are added at once.');
  }

  /** The counts that were told are those without the pin. */
  #count({ network, wide, overall, codes, lengths }: CountedScopes, { row, expiresAt }: NewPin): void {
    const expires = minuteOf(expiresAt);
    for (const scope of [network, wide, overall, codes, ...lengths]) {
      const [all, waiting, first] = this.#known.get(scope) ?? none;
      this.#remember(scope, [all + 1, waiting + row.waits, Math.min(first ?? expires, expires)]);
    }
  }

  #remember(scope: string, counted: Counted): void {
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(scope, counted);
  }

  #ask(order: object): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#unsent.length === 0 && !this.#isSending) setImmediate(() => void this.#send());
      this.#unsent.push({ order, resolve, reject });
    });
  }

  async #send(): Promise<void> {
    this.#isSending = true;
    const asked = this.#unsent;
    this.#unsent = [];
    try {
      const orders = asJson(asked.map(({ order }) => order));
      const { rows } = await this.#query({
        text: 'select insert_pins($1) as answers',
        values: [orders],
        name: 'insert pins',
      });
      const answers = JSON.parse(String(rows[0]?.['answers'])) as readonly Answer[];
      for (const [index, { resolve, reject }] of asked.entries()) {
        const answer = answers[index];
        if (answer === undefined) reject(new Error('The database has not answered for each pin.'));
        else resolve(answer);
      }
    } catch (error) {
      for (const { reject } of asked) reject(error);
    } finally {
      this.#isSending = false;
      if (this.#unsent.length > 0) void this.#send();
    }
  }
}

interface Yes {
  readonly value: CountedScopes;
  readonly bounds: readonly CountBound[];
}

/** What the core says with these counts, and which scopes it looked at. */
function judge({ counted: pin, now, rules }: NewPin, scopes: Scopes, counted: ReadonlyMap<string, Counted>) {
  const looked = new Set<string>();
  const tally = (scope: string): Tally | undefined => {
    looked.add(scope);
    const found = counted.get(scope);
    if (found === undefined) return undefined;
    const [codes, waiting, first] = found;
    return { codes, waiting, roomAt: first === null ? 0 : minuteOverAt(first) };
  };
  const counts: LiveCounts = liveCounts(scopes, tally, (scope) => tally(scope)?.waiting ?? 0);
  const plan = planNewPin(pin, now, rules, { publicIdEndsAt: undefined, codeEndsAt: [], scopes, counts });
  const verdict = plan.ok ? { ...plan, bounds: newPinBounds(counts, rules, pin.codeLength, scopes.isV6) } : plan;
  return { verdict, looked: [...looked] };
}

/** The pin as the statement wants it: with the ranges and scopes of a yes, or only to hear the counts. */
function orderOf(
  { row, lookups, now, expiresAt }: NewPin,
  scopes: Scopes,
  looked: readonly string[],
  yes: Yes | undefined,
) {
  const { network, wide, overall, codes, lengths } = yes?.value ?? { ...scopes, codes: '', lengths: [] };
  return {
    row,
    lookups: JSON.parse(lookups) as readonly string[],
    now,
    restsSince: now - publicIdRest,
    minute: minuteOf(now),
    expires: minuteOf(expiresAt),
    scopes: looked,
    counted: [network, wide, overall, codes, ...lengths],
    bounds: yes?.bounds.map((bound) => boundOf(bound, scopes)) ?? [never(scopes)],
  };
}

function boundOf({ count, length = 0, of, from, below }: CountBound, scopes: Scopes) {
  return { scope: scopeOf(count, length, scopes), member: of === 'codes' ? 0 : 1, least: from, below };
}

function scopeOf(count: CountBound['count'], length: number, scopes: Scopes): string {
  if (count === 'few' || count === 'many') return scopes.codes[count];
  if (count === 'network' || count === 'wide' || count === 'overall') return scopes[count];
  const [all = '', own = ''] = lengthScopes('weak', length, scopes);
  return count === 'length' ? all : own;
}
