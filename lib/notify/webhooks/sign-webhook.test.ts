import { expect, test } from "vitest";
import { signWebhook } from "./sign-webhook";
import { newWebhookSecret } from "./webhook-secret";

// The vector that the reference libraries of Standard Webhooks are tested with.
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const message = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: '{"test": 2432232314}', now: new Date(1_614_265_330_999) };

test("signs as the reference libraries do", () => {
  expect(signWebhook(message, [secret])).toEqual({
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("with two secrets alive there are two signatures, the newest first", () => {
  const other = newWebhookSecret();
  const [both = "", old = ""] = [[other, secret], [secret]].map(
    (each) => signWebhook(message, each)["webhook-signature"],
  );
  expect(both.split(" ")).toHaveLength(2);
  expect(both.endsWith(` ${old}`)).toBe(true);
  expect(both).toBe(`${signWebhook(message, [other])["webhook-signature"]} ${old}`);
});

test("a secret is 32 bytes that nobody has seen before", () => {
  expect(Buffer.from(newWebhookSecret().slice(6), "base64")).toHaveLength(32);
  expect(newWebhookSecret()).not.toBe(newWebhookSecret());
});
