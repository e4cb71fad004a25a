// Loaded before an example: the test moves its clock, saying how far it is ahead of the real one, in milliseconds.
const now = Date.now.bind(Date);
let ahead = 0;
Date.now = () => now() + ahead;
process.on('message', (message) => {
  ahead = message;
  process.send('moved');
});
