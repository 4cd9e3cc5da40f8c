// A server of the package ws. Arguments: port, "deflate" or "". Prints its port; ends when its input does.
const { WebSocketServer } = require('ws');

const [port, deflate] = process.argv.slice(1);
const known = ['chat', 'superchat'];
const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(port),
  perMessageDeflate: deflate === 'deflate',
  handleProtocols: (offered) => known.find((name) => offered.has(name)) || false,
});
server.on('connection', (socket) => socket.on('error', () => socket.terminate()));
server.on('listening', () => console.log(server.address().port));
process.stdin.on('end', () => process.exit(0)).resume();
