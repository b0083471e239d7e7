import { collapseRule, outageRule } from "./collapse/collapse-evidence";
import { exposedDeviceRule } from "./exposed-device-findings";

/** What a detector says of its findings to whoever must act. */
export type RuleGuide = {
  title: string;
  /** Why it matters, and when it fires. */
  why: string;
  /** What to do, in this order. */
  respond: readonly string[];
};

export const ruleGuides: Readonly<Record<string, RuleGuide>> = {
  [collapseRule]: {
    title: "Connections fell",
    why: "Fewer devices are connected than the minutes before and the same minutes of earlier days let expect, beyond what is usual. It is the widest sign there is: of an attack, of a change that went wrong, of a region that is cut off.",
    respond: [
      "See where the lost devices are: blocked means that we turn them away, silent means that they do not call.",
      "If a change lies near the start, look at what it changed. A policy can be taken back under Policy and calendar.",
      "If one provider, region or agent version is lost, ask there first.",
      "If nothing explains it, treat it as an attack: keep the records and look at the tokens in use.",
    ],
  },
  [outageRule]: {
    title: "Nothing reaches the gateways",
    why: "Every source fell silent at one instant, those that are turned away too. Machines do not all stop in one second: the way to Muster is cut.",
    respond: [
      "Call the gateway's address from outside: name, certificate, load balancer.",
      "Look at the gateways' own health and at the database.",
      "Until calls come in again the state of the devices is unknown. Decide nothing by it.",
    ],
  },
  "fleet.exposed-token-used": {
    title: "An exposed token is in use",
    why: "A token that stands in a leaked list was shown to Muster. Whoever uses it may be its owner, or whoever has the list.",
    respond: [
      "If it was let in, rotate or revoke it in Settings, Tokens.",
      "Ask its owner whether the use was theirs.",
      "Look at what it did since it leaked.",
    ],
  },
  [exposedDeviceRule]: {
    title: "A device enrolled under an id of a leaked list",
    why: "The id stood in a leaked list before any device had it. Whoever enrolled it may be its owner, or somebody who harvested ids to pass for machines that are not theirs. In 2024 harvested ids lay in a database for weeks before the attack.",
    respond: [
      "Ask the provider whether the device is theirs and when they set it up.",
      "If it is not, quarantine it and revoke the token that enrolled it.",
      "Ask for a verification before it is counted as genuine.",
    ],
  },
  "posture.endpoint-review-overdue": {
    title: "Public endpoints are overdue for review",
    why: "A public endpoint changes, and so do attacks. Its last review or penetration test is older than its risk allows.",
    respond: [
      "Have the endpoints of this host reviewed, the gravest risk first.",
      "Record the review in Settings, Public endpoints. The finding then resolves by itself.",
    ],
  },
  "posture.endpoint-never-reviewed": {
    title: "Public endpoints were never reviewed",
    why: "Nobody has looked for a way in through these endpoints, as far as the register knows. In 2024 one that answered too much gave an attacker what they needed weeks before.",
    respond: [
      "Have the endpoints of this host reviewed, those with personal or secret data first.",
      "Take out of the internet what nobody needs.",
      "Record the review in Settings, Public endpoints. The finding then resolves by itself.",
    ],
  },
  "posture.webhook-paused": {
    title: "A webhook was paused",
    why: "Its receiver has taken nothing for too long, or said that it is gone. Whoever relies on its messages hears nothing of what happens now.",
    respond: [
      "Mend the receiver, or ask whoever runs it.",
      "Send a test and resume the webhook in Settings, Webhooks. What happened meanwhile waits for seven days.",
      "Delete the webhook if nobody needs it any more. The finding then resolves by itself.",
    ],
  },
};

/** The guide of a rule; null for one that is not Muster's own, as of an external alert. */
export const guideOf = (rule: string): RuleGuide | null => ruleGuides[rule] ?? null;
