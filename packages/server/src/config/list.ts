import { z } from 'zod';

/** A list, or one text separated by commas or spaces. */
export const list = z.union([
  z.array(z.string()),
  z.string().transform((text) => text.split(/[\s,]+/).filter((part) => part !== '')),
]);
