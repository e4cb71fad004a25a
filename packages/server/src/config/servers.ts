import { z } from 'zod';

const connection = z.strictObject({
  /** Where clients reach the server: scheme, host and port. */
  uri: z.url({ protocol: /^https?$/ }),
  /** Only from its own network. */
  local: z.boolean().default(false),
});

/** What a settings file can say of media servers: a list, each with a name, an identifier and where it is. */
export const serversSchema = z.array(
  z.strictObject({
    name: z.string().min(1).max(255),
    /** The server's own machine identifier. */
    clientIdentifier: z.string().min(1).max(255),
    connections: z.array(connection).min(1),
    product: z.string().default('Plex Media Server'),
    productVersion: z.string().default(''),
    platform: z.string().default(''),
    platformVersion: z.string().default(''),
    device: z.string().default(''),
  }),
);

/** One server as its file tells it. */
export type ServerEntry = z.output<typeof serversSchema>[number];
