import type { Server } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, backlog: 4_096 }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

const longestMs = 10_000;

/** Refuses new connections, lets what is in flight be answered, and cuts off what is not done after ten seconds. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  let isClosed = false;
  void closed.then(() => {
    isClosed = true;
  });
  // A kept-alive connection becomes idle only after its answer.
  for (let waited = 0; !isClosed && waited < longestMs; waited += 25) {
    server.closeIdleConnections();
    await Promise.race([closed, delay(25)]);
  }
  server.closeAllConnections();
  await closed;
}
