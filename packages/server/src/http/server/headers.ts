// Prepares headers for sending. Most responses have one of a few sets of headers, which are frozen constants; what is
// derived from such a set is cached.

type Headers = Readonly<Record<string, string>>;

/** Caches what is derived from frozen headers; for others it is derived each time. */
function perSet<Made>(make: (headers: Headers) => Made): (headers: Headers) => Made {
  const made = new WeakMap<Headers, Made>();
  return (headers) => {
    const known = made.get(headers);
    if (known !== undefined) return known;
    const fresh = make(headers);
    if (Object.isFrozen(headers)) made.set(headers, fresh);
    return fresh;
  };
}

/** Creates a function that adds `more` to headers, overriding theirs; frozen headers give frozen ones. */
export const adding = (more: Headers): ((headers: Headers) => Headers) =>
  perSet((headers) => {
    const both = { ...headers, ...more };
    return Object.isFrozen(headers) ? Object.freeze(both) : both;
  });

/** Names and values alternating in one list, which node:http takes fastest. */
export const inTurn: (headers: Headers) => readonly string[] = perSet((headers) => Object.entries(headers).flat());
