// A client of the package ws. Each line of input holds, between single spaces, a URL, the subprotocols to offer, by comma,
// and "deflate" or nothing; the answer is a line, "open" or what went wrong. Ends when its input does.
const readline = require('readline');
const WebSocket = require('ws');

function attempt(line) {
  const [url, subprotocols, deflate] = line.split(' ');
  const socket = new WebSocket(url, subprotocols ? subprotocols.split(',') : [], {
    perMessageDeflate: deflate === 'deflate',
    handshakeTimeout: 5000,
  });
  let answered = false;
  const answer = (text) => {
    if (!answered) console.log(text.replace(/[\r\n]+/g, ' '));
    answered = true;
    socket.terminate();
  };
  socket.on('open', () => answer('open'));
  socket.on('error', (error) => answer(`${error.name}: ${error.message}`));
  socket.on('close', (code) => answer(`closed with ${code}`));
}

readline.createInterface({ input: process.stdin }).on('line', attempt).on('close', () => process.exit(0));
