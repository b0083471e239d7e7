import { once } from "node:events";
import { connect, type Socket } from "node:net";

export type ClientOptions = {
  port: number;
  token: string;
  contentType: string;
  connections: number;
  /** Heartbeats in each body: an answer that does not accept them all ends the run. */
  itemsEach: number;
  /** Then it is enough that none is rejected. */
  mayBeTurnedAway?: boolean;
  /** Where to; heartbeats unless told. */
  path?: string;
  /** The answer to each; the one to heartbeats unless told. */
  answer?: string;
};

/** The next body to send, or null when there is none any more. */
export type Next = () => Buffer | null;

export type HttpClient = {
  /** Resolves when all that `next` gave is answered. */
  send(next: Next): Promise<{ requests: number; seconds: number }>;
  close(): void;
};

/**
 * Kept-alive raw sockets, one request at a time on each. Nothing but what a client must do: write the head and the body, wait
 * for a 200 and its length. A node:http client is slower than the server.
 */
export async function openClient(options: ClientOptions): Promise<HttpClient> {
  const connections = await Promise.all(Array.from({ length: options.connections }, () => openConnection(options)));
  return {
    async send(next) {
      const startedAt = performance.now();
      const requests = await Promise.all(connections.map((connection) => connection.send(next)));
      return {
        requests: requests.reduce((sum, each) => sum + each, 0),
        seconds: (performance.now() - startedAt) / 1_000,
      };
    },
    close: () => {
      for (const connection of connections) connection.close();
    },
  };
}

/** The same for what is sent in one go. */
export async function sendAll({ next, ...options }: ClientOptions & { next: Next }) {
  const client = await openClient(options);
  try {
    return await client.send(next);
  } finally {
    client.close();
  }
}

async function openConnection(options: ClientOptions) {
  const socket = connect(options.port, "127.0.0.1");
  socket.setNoDelay(true);
  await once(socket, "connect");
  let answered = () => {};
  let fail = (_: Error) => {};
  onAnswers(
    socket,
    options,
    (error) => fail(error),
    () => answered(),
  );
  socket.on("error", (error) => fail(error));
  // After the last answer this comes too late to matter.
  socket.on("close", () => fail(new Error("the server closed a connection on which it owed an answer")));
  const send = (next: Next) =>
    new Promise<number>((resolve, reject) => {
      let requests = -1;
      fail = reject;
      answered = () => {
        requests++;
        const body = next();
        if (body) write(socket, options, body);
        else resolve(requests);
      };
      answered();
    });
  return { send, close: () => socket.destroy() };
}

function write(socket: Socket, { token, contentType, path = "/v1/heartbeats" }: ClientOptions, body: Buffer): void {
  socket.cork();
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: ${contentType}\r\ncontent-length: ${body.length}\r\n\r\n`,
    "latin1",
  );
  socket.write(body);
  socket.uncork();
}

/** Calls `each` for every answer that is a 200 and admits all that was sent; anything else ends the run. */
function onAnswers(socket: Socket, options: ClientOptions, fail: (error: Error) => void, each: () => void): void {
  const whole = options.answer ?? `{"accepted":${options.itemsEach},"turned_away":[],"rejected":[]}`;
  const isGood = (answer: string) =>
    answer === whole || (options.mayBeTurnedAway === true && answer.endsWith('"rejected":[]}'));
  let text = "";
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    text += chunk;
    for (;;) {
      const head = text.indexOf("\r\n\r\n");
      if (head < 0) return;
      if (!text.startsWith("HTTP/1.1 200")) {
        fail(new Error(text.slice(0, 500)));
        return;
      }
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0);
      if (text.length < head + 4 + length) return;
      const answer = text.slice(head + 4, head + 4 + length);
      text = text.slice(head + 4 + length);
      if (!isGood(answer)) {
        fail(new Error(`expected ${whole}, got ${answer.slice(0, 500)}`));
        return;
      }
      each();
    }
  });
}
