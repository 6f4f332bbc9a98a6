import { once } from 'node:events';
import { AddressInfo, createServer } from 'node:net';

/** A free port of the loopback interface: the system chooses it, and it is released at once. */
export async function freePort(host: string): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
