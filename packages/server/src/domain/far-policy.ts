// Pure: no I/O, no clock, no randomness. What an operator wants of requests that come from far away.

/** What can be told of two spots; or a requester hides where it is, though whoever would approve it is seen. */
export type Nearness = 'same-network' | 'near' | 'far' | 'unknown' | 'hidden';

/** What a request from far away needs: a warning, a code that the person typed, or it is refused. Each is stricter. */
export const farRules = ['warn', 'type', 'refuse'] as const;

/** See {@link farRules}. */
export type FarRule = (typeof farRules)[number];

/** What an operator wants of requests from far away. */
export interface FarPolicy {
  readonly whenFar: FarRule;
  /** For a scope, in place of `whenFar`. */
  readonly scopeWhenFar: Readonly<Record<string, FarRule>>;
  /** A request from nobody knows where is treated as one from far away. */
  readonly unknownIsFar: boolean;
}

/** What may count as far. */
export type FarNearness = Exclude<Nearness, 'same-network' | 'near'>;

/** Whether a policy takes it for far. */
export const countsAsFar = (policy: FarPolicy, nearness: Nearness): nearness is FarNearness =>
  nearness === 'far' || nearness === 'hidden' || (nearness === 'unknown' && policy.unknownIsFar);

const rulesFor = ({ whenFar, scopeWhenFar }: FarPolicy, scopes: readonly string[]): readonly FarRule[] =>
  scopes.map((scope) => (Object.hasOwn(scopeWhenFar, scope) ? (scopeWhenFar[scope] ?? whenFar) : whenFar));

/** The strictest rule of these scopes: what holds for a yes that gives them all; `whenFar` where there are none. */
export function strictestRule(policy: FarPolicy, scopes: readonly string[]): FarRule {
  const rules = rulesFor(policy, scopes);
  return farRules.findLast((rule) => rules.includes(rule)) ?? policy.whenFar;
}

/** The laxest rule of these scopes: what holds even for a yes that gives only the least of them; `whenFar` where there are none. */
export function laxestRule(policy: FarPolicy, scopes: readonly string[]): FarRule {
  const rules = rulesFor(policy, scopes);
  return farRules.find((rule) => rules.includes(rule)) ?? policy.whenFar;
}
