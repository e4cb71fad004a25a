// Signs a device in at the URL that it is given, in whichever network it is started.
import { password } from '../command/linkpin.ts';
import { waitingDevices } from '../command/waiting-device.ts';
import { Person } from '../harness/person.ts';
import { until } from '../support/until.ts';

const [, , url = ''] = process.argv;
const device = await waitingDevices.plex(url);
if ((await device.poll(url)) !== null) throw new Error('It is signed in before anybody said so.');
const person = new Person(url);
await person.signIn('ada', password);
await person.answer(device.code, 'yes');
await until('the device is signed in', async () => (await device.poll(url)) !== null);
if (!(await device.isSignedIn(url))) throw new Error('Its token is not taken.');
process.stdout.write('signed in\n');
