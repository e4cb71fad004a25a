// Pure: no I/O, no clock, no randomness.

/** What a rule answers: the thing asked for, or why not. A refusal is a value; nothing is thrown for one. */
export type Result<Value, Refused> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly refusal: Refused };

/** A result that carries `value`. */
export const accepted = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value });

/** A result that carries the reason why not. */
export const refused = <Refused>(refusal: Refused): { readonly ok: false; readonly refusal: Refused } => ({
  ok: false,
  refusal,
});
