// The main process of an Electron app. The person signs in in their own browser; tokens never reach a window.
// In a project of your own: npm i electron @linkpin/client
import { join } from 'node:path';
import { app, BrowserWindow, ipcMain, safeStorage, shell } from 'electron';
import { fileTokenStore, openSession, signIn, signOut } from '@linkpin/client/cli';

await app.whenReady();

/** Encrypts by the system's keychain; without one (some Linux) the file is plain, and its owner's alone. */
const cipher = safeStorage.isEncryptionAvailable()
  ? {
      encrypt: (text) => safeStorage.encryptString(text).toString('base64'),
      decrypt: (text) => safeStorage.decryptString(Buffer.from(text, 'base64')),
    }
  : undefined;

const { ACME_ISSUER: issuer, ACME_CLIENT: clientId = 'acme', ACME_SCOPE: scope, ACME_API: api } = process.env;
const store = fileTokenStore(join(app.getPath('userData'), 'sign-in.json'), { cipher });
const acme = { issuer, clientId, scope, name: app.getName(), store };

const window = new BrowserWindow({ webPreferences: { preload: join(import.meta.dirname, 'preload.cjs') } });
/** The window shows each event: the page that opens, or a code to type elsewhere. */
const screen = { show: (event) => window.webContents.send('sign-in-event', JSON.parse(JSON.stringify(event))) };
const openPage = (url, failed) => void shell.openExternal(url).catch(failed);

ipcMain.handle('sign-in', async () => void (await signIn({ ...acme, screen, openPage, again: true })));
ipcMain.handle('films', async () => (await (await openSession(acme)).fetch(`${api}/films`)).json());
ipcMain.handle('sign-out', async () => (await signOut(acme)) === null);

await window.loadFile(join(import.meta.dirname, 'window.html'));
