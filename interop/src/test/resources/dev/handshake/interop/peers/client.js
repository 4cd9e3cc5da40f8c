// A client of the package ws. Arguments: URL, subprotocols by comma or "", "deflate" or "".
const WebSocket = require('ws');
const [url, subprotocols, deflate] = process.argv.slice(2);

function tell(outcome) {
  process.stdout.write(JSON.stringify(outcome) + '\n', () => process.exit(0));
}

const ws = new WebSocket(url, subprotocols ? subprotocols.split(',') : [], { perMessageDeflate: deflate === 'deflate' });
ws.on('open', () => tell({ opened: true, subprotocol: ws.protocol, extensions: ws.extensions }));
ws.on('unexpected-response', (request, response) => tell({ opened: false, status: response.statusCode }));
ws.on('error', (error) => tell({ opened: false, error: error.message }));
