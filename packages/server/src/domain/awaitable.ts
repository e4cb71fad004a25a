/** A value that is there already, or will be: its caller awaits it either way. */
export type Awaitable<Value> = Value | Promise<Value>;

/** A port whose methods never have to be awaited. */
export type Synchronous<Port> = {
  readonly [Method in keyof Port]: Port[Method] extends (...given: infer Given) => Awaitable<infer Value>
    ? (...given: Given) => Value
    : Port[Method];
};
