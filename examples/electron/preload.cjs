// What the window may ask of the main process.
const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('acme', {
  signIn: () => ipcRenderer.invoke('sign-in'),
  films: () => ipcRenderer.invoke('films'),
  signOut: () => ipcRenderer.invoke('sign-out'),
  onEvent: (show) => ipcRenderer.on('sign-in-event', (_, event) => show(event)),
});
