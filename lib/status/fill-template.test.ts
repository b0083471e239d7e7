import { expect, test } from "vitest";
import { fillTemplate } from "./fill-template";
import { renderUpdate } from "./render-update";
import { audiences, updateKinds } from "./update-choices";
import type { UpdateFacts } from "./update-facts";

const facts: UpdateFacts = {
  ...{ at: "2024-04-25T12:00:00.000Z", reference: "INC-2024-001", title: "Token of acme is out", state: "active" },
  ...{ severity: 1, tlp: "amber", kind: "connection_loss", detectedAt: "2024-04-25T08:05:00.000Z" },
  devices: { at: "2024-04-25T11:59:00.000Z", enrolled: 600_000, connected: 10_000, source: "roll call" },
};

test("every audience and kind has words, with the reference, the state and the figure with its time and source", () => {
  for (const audience of audiences) {
    for (const kind of updateKinds) {
      const { subject, body } = fillTemplate(audience, kind, facts);
      expect(subject).toContain("INC-2024-001");
      expect(body).toContain("State: Active");
      expect(body).toContain("detected 2024-04-25 08:05 UTC");
      expect(body).toContain("10,000 of 600,000 enrolled (2024-04-25 11:59 UTC; roll call)");
      expect(body.includes(facts.title) || subject.includes(facts.title)).toBe(audience === "responders");
      expect(body.includes("severity")).toBe(audience !== "providers");
    }
  }
});

test("what is not known is said, not zero", () => {
  const { body } = fillTemplate("leadership", "progress", { ...facts, devices: null, detectedAt: null });
  expect(body).toContain("Connected devices: unknown.");
  expect(body).not.toContain("detected");
});

test("the HTML holds no markup of the text; the plain text is as it was written", () => {
  const body = `<img src=x onerror=alert(1)> & "so"\nnext line\n\nsecond`;
  const { text, html } = renderUpdate({ body, nextPromisedAt: new Date("2024-04-25T14:00:00Z"), footer: "<f>" });
  expect(html).toContain("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;so&quot;<br>next line</p>");
  expect(html).not.toContain("<img");
  expect(html).not.toContain("<f>");
  expect(text).toBe(
    `<img src=x onerror=alert(1)> & "so"\nnext line\n\nsecond\n\nNext update by 2024-04-25 14:00 UTC.\n\n-- \n<f>\n`,
  );
});
