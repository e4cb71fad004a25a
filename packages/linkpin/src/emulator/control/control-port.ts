import { randomBytes } from 'node:crypto';
import { openPort, type LoopbackPort } from '../loopback-port.ts';

/** Where an emulator is steered from outside its process. Requests wait until somebody serves there. */
export interface ControlPort extends LoopbackPort {
  readonly url: string;
  /** What each request of the API has to send as a bearer token. */
  readonly secret: string;
}

/** Opens the control port of a run, on this machine alone. */
export async function openControl(): Promise<ControlPort> {
  const opened = await openPort(0);
  return { ...opened, url: `http://127.0.0.1:${opened.port}`, secret: randomBytes(16).toString('hex') };
}
