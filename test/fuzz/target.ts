import type { Chance } from './chance.ts';

/** One parser under fire. */
export interface Target<Input = unknown> {
  readonly name: string;
  /** Draws an input; plain data, so that it can be kept as JSON. */
  make(chance: Chance): Input;
  /** Throws when the parser does not keep what it promises; what the parser itself may throw is caught here. */
  check(input: Input): void | Promise<void>;
}

/** A target as the runners see it: what it makes, it checks. */
export const target = <Input>(
  name: string,
  make: (chance: Chance) => Input,
  check: (input: Input) => void | Promise<void>,
): Target => ({
  name,
  make,
  check: (input) => check(input as Input),
});
