import { Agent, request } from "node:http";

export type HeartbeatAnswer = {
  accepted: number;
  turned_away: { index: number; reason: string }[];
  rejected: { index: number; reason: string }[];
};

/** status 0: nobody answered. */
export type SendResult = { status: number; answer: HeartbeatAnswer | null; retryAfterMs: number };

const timeoutMs = 10_000;
const failed: SendResult = { status: 0, answer: null, retryAfterMs: 0 };

/** Posts heartbeats to a gateway over kept-alive connections. Never throws: a device that gets no answer calls again in half a minute. */
export class HeartbeatSender {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 24, maxFreeSockets: 24 });
  readonly #url: URL;

  constructor(gatewayUrl: string) {
    this.#url = new URL("/v1/heartbeats", gatewayUrl);
  }

  async send(token: string, body: Buffer): Promise<SendResult> {
    try {
      return await this.#post(token, body);
    } catch {
      return failed;
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #post(token: string, body: Buffer): Promise<SendResult> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
        "content-length": body.length,
      };
      const outgoing = request(this.#url, { method: "POST", agent: this.#agent, headers, timeout: timeoutMs });
      outgoing.on("timeout", () => outgoing.destroy(new Error("no answer in time")));
      outgoing.on("error", reject);
      outgoing.on("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const status = response.statusCode ?? 0;
          const retryAfterMs = Number(response.headers["retry-after"] ?? 0) * 1_000 || 0;
          if (status !== 200) return resolve({ status, answer: null, retryAfterMs });
          // The gateway is this program's own; its fixed form is checked by its own tests, and 20,000 items a second are not checked again.
          const answer = JSON.parse(Buffer.concat(chunks).toString("utf8")) as HeartbeatAnswer;
          resolve({ status, answer, retryAfterMs });
        });
      });
      outgoing.end(body);
    });
  }
}
