// Pure: no I/O, no clock, no randomness.

/** A value that is there already, or will be: what needs no I/O is told in the same turn of the event loop. */
export type Soon<Value> = Value | Promise<Value>;

/** Goes on with a value when it is there: at once if it is. */
export function whenThere<Value, Next>(value: Soon<Value>, goOn: (value: Value) => Soon<Next>): Soon<Next> {
  return value instanceof Promise ? value.then(goOn) : goOn(value);
}
