import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Nothing tells when a program of others listens: it is asked until it does. */
export async function listening(address: string, port: number): Promise<void> {
  for (let tries = 0; tries < 800; tries += 1) {
    const socket = connect(port, address);
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
    await delay(25);
  }
  throw new Error(`Nothing listened at port ${String(port)} within 20 s.`);
}
