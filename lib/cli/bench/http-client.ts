import { connect, type Socket } from "node:net";

export type ClientOptions = {
  port: number;
  token: string;
  contentType: string;
  connections: number;
  /** The next body to send, or null when there is none any more. */
  next: () => Buffer | null;
  /** Heartbeats in each body: an answer that does not accept them all ends the run. */
  itemsEach: number;
  /** Then it is enough that none is rejected. */
  mayBeTurnedAway?: boolean;
};

/**
 * Sends requests over kept-alive raw sockets, one at a time on each; resolves when all are answered. Nothing but what a
 * client must do: write the head and the body, wait for a 200 and its length. A node:http client is slower than the server.
 */
export function sendAll(options: ClientOptions): Promise<{ requests: number; seconds: number }> {
  const startedAt = performance.now();
  let requests = 0;
  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect(options.port, "127.0.0.1");
      socket.setNoDelay(true);
      const send = () => {
        const body = options.next();
        if (!body) {
          socket.end();
          resolve();
          return;
        }
        write(socket, options, body);
      };
      socket.on("connect", send);
      socket.on("error", reject);
      // After the last answer this comes too late to matter.
      socket.on("close", () => reject(new Error("the server closed a connection on which it owed an answer")));
      onAnswers(socket, options, reject, () => {
        requests++;
        send();
      });
    });
  return Promise.all(Array.from({ length: options.connections }, one)).then(() => ({
    requests,
    seconds: (performance.now() - startedAt) / 1_000,
  }));
}

function write(socket: Socket, { token, contentType }: ClientOptions, body: Buffer): void {
  socket.cork();
  socket.write(
    `POST /v1/heartbeats HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: ${contentType}\r\ncontent-length: ${body.length}\r\n\r\n`,
    "latin1",
  );
  socket.write(body);
  socket.uncork();
}

/** Calls `each` for every answer that is a 200 and admits all that was sent; anything else ends the run. */
function onAnswers(socket: Socket, options: ClientOptions, fail: (error: Error) => void, each: () => void): void {
  const whole = `{"accepted":${options.itemsEach},"turned_away":[],"rejected":[]}`;
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
