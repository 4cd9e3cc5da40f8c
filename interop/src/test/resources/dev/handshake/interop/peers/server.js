// A server of the package ws: speaks chat, compresses, greets, and turns /no away. Prints its port.
const WebSocket = require('ws');

const server = new WebSocket.Server({
  host: '127.0.0.1',
  port: 0,
  perMessageDeflate: true,
  handleProtocols: (protocols) => (new Set(protocols).has('chat') ? 'chat' : false),
  verifyClient: (info, done) => done(info.req.url !== '/no', 401, 'no entry'),
});
server.on('connection', (ws) => ws.send('hello'));
server.on('listening', () => console.log('port ' + server.address().port));
