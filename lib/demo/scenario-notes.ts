import type { Scene } from "./scenario";

/** What of the demo is real and what is made up, as every page shows it. */
export function scenarioNotes(scene: Scene): string[] {
  return [
    "Published in 2024: active GPU connections fell from 600,000 to 10,000 on 25 April, when a security patch coincided with a rewards snapshot; a proof-of-work check against counterfeit GPUs had come 26 hours before; Apple silicon had been announced in March; a season of rewards for reconnecting ran from 1 to 30 May.",
    "One device stands for one of those connections. 600,000 are enrolled; a few thousand are switched off, out of order or quarantined at any time, so slightly fewer are connected.",
    'The hour of the collapse was not published; nor are the alarm\'s: 1:05 am "PST" was 08:05 or 09:05 UTC. Every date is shifted to now by the same span.',
    "Made up: the providers, their names, sizes and contacts; device ids; shares of regions, GPU models and agent versions; version numbers; day and night, outages and flapping; who was ready; how many counterfeit devices are left, and who passed a verification.",
    "Made up too: the recovery. In 2024 it took weeks and its counts contradicted each other (7,648 / 11,107 / 69,415 / 564,306 on 27 April); here half of the fleet is back within the hour, and a part never.",
    scene === "start"
      ? "Seeded: three days of heartbeats, as bits, and the devices' attributes. From the start on every heartbeat is real: it goes through the gateway with a token, the collapse's and the recovery's too."
      : "Seeded: three days of heartbeats, as bits, the collapse six hours ago among them, and the devices' attributes. From the start on every heartbeat is real: it goes through the gateway with a token.",
    "Counts, transitions, states and findings are derived from the bits by Muster itself. While the demo is stopped nothing is recorded: that time is unknown.",
  ];
}
