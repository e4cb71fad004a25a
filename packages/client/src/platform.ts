// Platform types in our public types. A program may be compiled without the types of the DOM and of Node.js, so each is
// looked up: the real one if it exists, else the part that is needed.

/** `AbortSignal`. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Platform } }
  ? Platform
  : {
      readonly aborted: boolean;
      readonly reason: unknown;
      readonly addEventListener: (type: 'abort', listener: () => void) => void;
      readonly removeEventListener: (type: 'abort', listener: () => void) => void;
    };

/** `CryptoKey`. */
export type PlatformKey = typeof globalThis extends { CryptoKey: { prototype: infer Platform } }
  ? Platform
  : { readonly type: string; readonly extractable: boolean };

/** `Response`. */
export type FetchResponse = typeof globalThis extends { Response: { prototype: infer Platform } }
  ? Platform
  : {
      readonly status: number;
      /** Set by React Native, which follows redirects by itself. */
      readonly redirected?: boolean;
      readonly headers: { readonly get: (name: string) => string | null };
      readonly text: () => Promise<string>;
    };
