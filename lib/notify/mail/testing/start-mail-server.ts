import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

export type ReceivedMail = { from: string; to: string[]; source: string };
export type TestMailServer = {
  url: string;
  received: ReceivedMail[];
  /** What the next recipients are answered; null: they are taken. */
  answer: { code: number } | null;
  /** Accepts the message and then drops the connection before it says so. */
  isHangingUp: boolean;
  stop(): Promise<void>;
};

/** A real SMTP server of the test's own, on a free port of this machine, that keeps what it is sent. */
export async function startMailServer(port = 0): Promise<TestMailServer> {
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ["STARTTLS"], logger: false },
    onRcptTo(_address, _session, done) {
      const { answer } = mail;
      if (!answer) return done();
      done(Object.assign(new Error("as the test says"), { responseCode: answer.code }));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        mail.received.push({
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString("utf8"),
        });
        if (!mail.isHangingUp) return done();
        for (const connection of server.connections) connection.close();
      });
    },
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const listening = (server.server.address() as AddressInfo).port;
  const mail: TestMailServer = {
    url: `smtp://127.0.0.1:${listening}`,
    received: [],
    answer: null,
    isHangingUp: false,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
  return mail;
}
