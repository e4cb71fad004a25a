const lastChunk = '\r\n0\r\n\r\n';

/** The length of the first response in the bytes; undefined if it is incomplete. */
function lengthOf(bytes) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  if (/transfer-encoding: chunked/i.test(head)) {
    const last = bytes.indexOf(lastChunk, end + 2);
    return last < 0 ? undefined : last + lastChunk.length;
  }
  const length = end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  return bytes.length < length ? undefined : length;
}

/** Splits a stream of bytes into HTTP responses, with a content length or chunked. */
export function createReader(onAnswer) {
  let rest = Buffer.alloc(0);
  return (part) => {
    rest = rest.length === 0 ? part : Buffer.concat([rest, part]);
    for (let length = lengthOf(rest); length !== undefined; length = lengthOf(rest)) {
      onAnswer(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  };
}
