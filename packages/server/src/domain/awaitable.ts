/** A value that is there already, or will be: its caller awaits it either way. */
export type Awaitable<Value> = Value | Promise<Value>;
