// Messages by the package ws. "client URL deflate": has them echoed. "server deflate": echoes them, and has them echoed over
// /verify. With "windows" in place of "deflate", both windows are small. Says as JSON how many came back as they were, whether a ping was answered, and how it ended.
const WebSocket = require('ws');
const crypto = require('crypto');

const messages = [
  'Hello', '', 'Grüße, €, 😀; '.repeat(5000), 'x'.repeat(125), 'x'.repeat(126),
  Buffer.alloc(0), crypto.randomBytes(70000), Buffer.alloc(1000000, 'again '),
];

function verify(ws) {
  let echoed = 0;
  let pong = false;
  const next = () => {
    if (echoed === messages.length) {
      ws.close(4000, 'done');
    } else if (typeof messages[echoed] === 'string' && messages[echoed].length > 1) {
      const text = messages[echoed];
      ws.send(text.slice(0, 1), { fin: false });
      ws.ping('in between');
      ws.send(text.slice(1), { fin: true });
    } else {
      ws.send(messages[echoed]);
    }
  };
  ws.on('pong', (data) => { pong = pong || data.toString() === 'in between'; });
  ws.on('message', (data, isBinary) => {
    const sent = messages[echoed];
    const same = isBinary ? Buffer.isBuffer(sent) && data.equals(sent) : data.toString() === sent;
    if (!same) {
      ws.terminate();
    } else {
      echoed++;
      next();
    }
  });
  ws.on('close', (code, reason) => {
    console.log(JSON.stringify({ echoed: echoed === messages.length, pong, code, reason: reason.toString() }));
  });
  ws.on('error', (error) => console.error(error));
  next();
}

const [role, ...rest] = process.argv.slice(2);
const windows = { serverMaxWindowBits: 9, clientMaxWindowBits: 9, threshold: 0 };
const compression = { deflate: true, windows }[rest[rest.length - 1]] || false;
if (role === 'client') {
  const ws = new WebSocket(rest[0], { perMessageDeflate: compression });
  ws.on('open', () => verify(ws));
} else {
  const server = new WebSocket.Server({ host: '127.0.0.1', port: 0, perMessageDeflate: compression });
  server.on('connection', (ws, request) => {
    if (request.url === '/verify') {
      verify(ws);
    } else {
      ws.on('message', (data, isBinary) => ws.send(data, { binary: isBinary }));
    }
  });
  server.on('listening', () => console.log('port ' + server.address().port));
}
