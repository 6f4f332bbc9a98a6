import { once } from 'node:events';
import { AddressInfo, createServer } from 'node:net';

/** A port of the loopback interface that nobody listens on: the system names one, and it is given back at once. */
export async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
