// Runs oidc-provider on a free loopback port until its input ends. The one
// argument is a file of settings: prefix, clients, keys.
import http from 'node:http';
import { readFileSync } from 'node:fs';
import Provider from 'oidc-provider';

const settings = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const signing = ['HS', 'RS', 'PS', 'ES'].flatMap((family) => ['256', '384', '512'].map((size) => family + size));

function provider(port, keys) {
  return new Provider(`http://127.0.0.1:${port}${settings.prefix}`, {
    clients: settings.clients,
    jwks: { keys },
    cookies: { keys: ['a key of the tests'] },
    scopes: ['openid', 'offline_access', 'address', 'phone'],
    claims: { openid: ['sub'], address: ['address'], phone: ['phone_number'] },
    rotateRefreshToken: true,
    enabledJWA: { clientAuthSigningAlgValues: [...signing, 'EdDSA'] },
    features: {
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      introspection: { enabled: true },
      jwtUserinfo: { enabled: true },
      revocation: { enabled: true },
    },
  }).callback();
}

let handle;
const server = http.createServer((request, response) => {
  if (request.method === 'POST' && request.url === '/rotate') {
    handle = provider(server.address().port, [...settings.keys].reverse());
    response.writeHead(204).end();
    return;
  }
  if (request.url.startsWith(settings.prefix + '/')) {
    request.originalUrl = request.url;
    request.url = request.url.slice(settings.prefix.length);
  }
  handle(request, response);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  handle = provider(port, settings.keys);
  console.log(`port ${port}`);
});
process.stdin.on('end', () => process.exit(0)).resume();
