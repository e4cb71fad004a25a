const lastChunk = '\r\n0\r\n\r\n';

/** How long the answer at the start of the bytes is; undefined when its end has not come. */
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

/** Cuts a stream of bytes into whole HTTP answers: a head, and a body as long as it says or in chunks. */
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
