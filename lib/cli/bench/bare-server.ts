import { createServer } from "node:http";

// The peer of one heartbeat a request, in a process of its own: reads the body, answers 200, and nothing else.

const answer = '{"accepted":1,"turned_away":[],"rejected":[]}';
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    response.writeHead(200, { "content-type": "application/json", "content-length": answer.length });
    response.end(answer);
  });
});
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify(server.address())));
