// Transcripts: a story told in lines. `#` says what it is about, `>` is sent, `<` is what must come back, `@` is what
// people and time do. A `@` between what is sent and what comes back is done while the answer is held. In what is sent,
// {id}, {code} and {token} are those of the last pin that came back.

/** One step of a story. */
export type Step =
  | { readonly kind: 'remark'; readonly text: string }
  | { readonly kind: 'deed'; readonly text: string }
  | {
      readonly kind: 'exchange';
      readonly request: readonly string[];
      /** Deeds that are done while the answer is held. */
      readonly meanwhile: readonly string[];
      readonly response: readonly string[];
    };

/** Reads a transcript. */
export function readTranscript(text: string): readonly Step[] {
  const steps: Step[] = [];
  let request: string[] = [];
  let meanwhile: string[] = [];
  let response: string[] = [];
  const finish = (): void => {
    if (request.length > 0) steps.push({ kind: 'exchange', request, meanwhile, response });
    request = [];
    meanwhile = [];
    response = [];
  };
  for (const line of text.split('\n')) {
    const mark = line[0];
    const rest = line.slice(2);
    if (mark === '>' && response.length > 0) finish();
    if (mark === '>') request.push(rest);
    else if (mark === '<') response.push(rest);
    else if (mark === '@' && request.length > 0 && response.length === 0) meanwhile.push(rest);
    else {
      finish();
      if (mark === '#') steps.push({ kind: 'remark', text: rest });
      else if (mark === '@') steps.push({ kind: 'deed', text: rest });
      else if (line.trim() !== '') throw new Error(`A transcript line must begin with # > < or @: ${line}`);
    }
  }
  finish();
  return steps;
}

/** Writes one as {@link readTranscript} reads it. */
export function writeTranscript(steps: readonly Step[]): string {
  const blocks = steps.map((step) => {
    if (step.kind === 'remark') return `# ${step.text}`;
    if (step.kind === 'deed') return `@ ${step.text}`;
    const sent = step.request.map((line) => `> ${line}`.trimEnd());
    const done = step.meanwhile.map((text) => `@ ${text}`);
    return [...sent, ...done, ...step.response.map((line) => `< ${line}`.trimEnd())].join('\n');
  });
  return `${blocks.join('\n\n').replaceAll(/^(#.*)\n\n/gm, '$1\n')}\n`;
}

/** A request as it goes over the wire. */
export interface Sent {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** What came back. */
export interface Came {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** The request that `>` lines say: a first line, headers, an empty line, a body. */
export function readRequest(lines: readonly string[]): Sent {
  const [first = '', ...rest] = lines;
  const [method = '', target = ''] = first.split(' ');
  const gap = rest.indexOf('');
  const head = gap < 0 ? rest : rest.slice(0, gap);
  const headers = head.map((line): readonly [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  return { method, target, headers, body: gap < 0 ? '' : rest.slice(gap + 1).join('\n') };
}

const passing = new Set(['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length']);

/** A UUID version 4, which is another one each time. */
const randomId = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The `<` lines of what came back: status, headers in order of name, an empty line, the body. JSON is indented. */
export function writeResponse({ status, headers, body }: Came): readonly string[] {
  const shown = headers
    .filter(([name]) => !passing.has(name.toLowerCase()))
    .map(([name, value]) => `${name.toLowerCase()}: ${value.replace(randomId, '{id of the request}')}`)
    .sort();
  if (body === '') return [String(status), ...shown];
  let text = body;
  if (shown.some((line) => line.startsWith('content-type: application/json'))) {
    text = JSON.stringify(JSON.parse(body), null, 2);
  }
  return [String(status), ...shown, '', ...text.trimEnd().split('\n')];
}

/** What `<` lines say came back, as {@link writeResponse} writes them. */
export function readResponse([status = '', ...lines]: readonly string[]): Came {
  const { headers, body } = readRequest(['', ...lines]);
  return { status: Number(status), headers, body: body.startsWith('{') ? JSON.stringify(JSON.parse(body)) : body };
}
