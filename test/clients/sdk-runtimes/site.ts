// An origin that is not the service's: pages that load the built SDK.
import { readFile } from 'node:fs/promises';
import { listen } from './listen.ts';

const folders: Readonly<Record<string, URL>> = {
  client: new URL('../../../packages/client/dist/', import.meta.url),
  device: new URL('./', import.meta.url),
};

/** Serves the built SDK below `/client/`, the scripts of this folder below `/device/`, and this page everywhere else. */
export function openSite(html: string): Promise<{ readonly address: string; stop(): void }> {
  return listen((request, response) => {
    const [, folder = '', file = ''] = /^\/(client|device)\/([\w-]+\.m?js)$/.exec(request.url ?? '') ?? [];
    const base = folders[folder];
    if (base === undefined) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
      return;
    }
    readFile(new URL(file, base)).then(
      (script) => response.writeHead(200, { 'content-type': 'text/javascript' }).end(script),
      () => response.writeHead(404).end(),
    );
  });
}
