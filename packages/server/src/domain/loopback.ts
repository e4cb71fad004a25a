// Pure: no I/O, no clock, no randomness.

/** True for a loopback host name or address; IPv6 with or without brackets. */
export function isLoopback(host: string): boolean {
  return /^(127(\.\d{1,3}){3}|\[::1\]|::1|localhost|.*\.localhost)$/i.test(host);
}
