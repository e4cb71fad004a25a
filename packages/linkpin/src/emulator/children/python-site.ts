/**
 * A `sitecustomize.py`, which Python imports first: names of the emulated hosts stand for this machine, on port 443. Then
 * it runs the one of the installation, which it hides.
 */
export function pythonSite(hosts: readonly string[], port: number): string {
  return `# Written by the emulator of linkpin, and removed with it.
import importlib.machinery, importlib.util, os, socket, sys

def _divert():
    hosts = frozenset(${JSON.stringify(hosts)})
    resolve = socket.getaddrinfo

    def getaddrinfo(host, port, *args, **kwargs):
        name = host.decode('ascii', 'replace') if isinstance(host, (bytes, bytearray)) else host
        if isinstance(name, str) and name.lower().rstrip('.') in hosts and str(port) in ('443', 'https'):
            return resolve('127.0.0.1', ${port}, *args, **kwargs)
        return resolve(host, port, *args, **kwargs)

    socket.getaddrinfo = getaddrinfo

def _own():
    here = os.path.dirname(os.path.abspath(__file__))
    path = [entry for entry in sys.path if os.path.abspath(entry or '.') != here]
    spec = importlib.machinery.PathFinder.find_spec('sitecustomize', path)
    if spec is not None and spec.loader is not None:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))

_divert()
_own()
`;
}
