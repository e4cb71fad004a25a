import { z } from 'zod';

const connection = z.strictObject({
  /** URL at which clients reach the server: scheme, host and port. */
  uri: z.url({ protocol: /^https?$/ }),
  /** Reachable only from its own network. */
  local: z.boolean().default(false),
});

/** The media servers file: a list of servers with name, identifier and URLs. */
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

/** A server in the file. */
export type ServerEntry = z.output<typeof serversSchema>[number];
