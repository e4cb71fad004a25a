// Loaded before a client whose host is fixed: plex.tv is a port of this machine. Names, TLS and certificates stay the
// client's own business.
import { Socket } from 'node:net';

const port = Number(process.env.LINKPIN_FRONT_PORT);
const connect = Socket.prototype.connect;

const led = (options) =>
  typeof options === 'object' && /(^|\.)plex\.tv$/.test(options?.host)
    ? { ...options, host: '127.0.0.1', port }
    : options;

Socket.prototype.connect = function (first, ...rest) {
  // Node's own callers hand over an array of already read arguments.
  if (Array.isArray(first)) first[0] = led(first[0]);
  return connect.call(this, Array.isArray(first) ? first : led(first), ...rest);
};
