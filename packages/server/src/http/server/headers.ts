// Headers made ready to be sent. Most answers have the same few sets of headers, which are frozen constants; what is worked
// out for such a set is kept beside it.

type Headers = Readonly<Record<string, string>>;

/** Keeps what is made of frozen headers; others are made anew each time. */
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

/** A function that adds `more` to headers, over what they say themselves; what was frozen stays so. */
export const adding = (more: Headers): ((headers: Headers) => Headers) =>
  perSet((headers) => {
    const both = { ...headers, ...more };
    return Object.isFrozen(headers) ? Object.freeze(both) : both;
  });

/** Names and values in turn, as node:http takes them quickest. */
export const inTurn: (headers: Headers) => readonly string[] = perSet((headers) => Object.entries(headers).flat());
