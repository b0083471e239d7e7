import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { outgoingConnect } from "./outgoing-connect";

let port = 0;
let connections = 0;
const server = createServer((socket) => {
  connections++;
  socket.end();
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.close();
});

async function outcome(host: string, isOwn: boolean): Promise<string> {
  try {
    const socket = outgoingConnect(host, port, () => ({ isOwn }));
    await once(socket, "connect");
    await once(socket.resume(), "end");
    socket.destroy();
    return "connected";
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}

test.each(["127.0.0.1", "localhost", "[::1]"])("%s is reached where the configuration names it", async (host) => {
  expect(await outcome(host, true)).toBe("connected");
});

test.each(["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0.0.0.0"])(
  "%s is not reached for anybody else: no connection is made",
  async (host) => {
    const before = connections;
    expect(await outcome(host, false)).toBe("EOUTGOING");
    expect(connections).toBe(before);
  },
);

test.each(["169.254.169.254", "[fd00:ec2::254]", "0.0.0.0", "224.0.0.1"])(
  "%s is nobody's service, whoever names it",
  async (host) => {
    expect(await outcome(host, true)).toBe("EOUTGOING");
  },
);
