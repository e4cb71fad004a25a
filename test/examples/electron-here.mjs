// Electron's APIs for the example of it, handed in under the name `electron`: a folder, a keychain that turns letters
// round, a browser that is the test, and a window that tells the test what it is sent.
import { registerHooks } from 'node:module';

const source = `
const parent = process;
const rot = (text) => [...text].reverse().join('');
const handlers = new Map();
export const app = { whenReady: async () => {}, getPath: () => process.env.USER_DATA, getName: () => 'Acme' };
export const safeStorage = {
  isEncryptionAvailable: () => process.env.NO_KEYCHAIN === undefined,
  encryptString: (text) => Buffer.from(rot(text)),
  decryptString: (bytes) => rot(bytes.toString()),
};
export const shell = {
  openExternal: async (url) => {
    if (process.env.NO_BROWSER !== undefined) throw new Error('no browser');
    parent.send({ opened: url });
  },
};
export const ipcMain = { handle: (name, handler) => handlers.set(name, handler) };
export class BrowserWindow {
  webContents = { send: (channel, event) => parent.send({ channel, event }) };
  async loadFile(file) { parent.send({ loaded: file }); }
}
parent.on('message', async (name) => {
  try { parent.send({ name, value: (await handlers.get(name)({})) ?? null }); }
  catch (error) { parent.send({ name, error: error.code ?? error.message }); }
});
`;

registerHooks({
  resolve: (name, context, next) =>
    name === 'electron' ? { url: 'electron:here', format: 'module', shortCircuit: true } : next(name, context),
  load: (url, context, next) =>
    url === 'electron:here' ? { format: 'module', source, shortCircuit: true } : next(url, context),
});
