/** API paths of ours that no plex client calls. */
export const isOwnPath = (path: string): boolean =>
  /^\/(healthz|readyz|openapi|self-check|api\/audit|oauth\/.*|\.well-known\/.*)$/.test(path);
