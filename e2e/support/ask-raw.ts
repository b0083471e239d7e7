import { connect } from "node:net";

/** Sends `lines` as they are, which no client would, and returns all that comes back until the server ends the connection. */
export function askRaw(url: string, lines: readonly string[], end = "\r\n\r\n"): Promise<string> {
  const { port } = new URL(url);
  return new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), "localhost", () => socket.write(lines.join("\r\n") + end));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("close", () => resolve(answer)).on("error", reject);
  });
}
