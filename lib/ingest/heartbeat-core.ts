import { AdmissionTable } from "./admission-table";
import { AgentNumbers } from "./agent-numbers";
import { ChangeAllowance } from "./change-allowance";
import type { AttributeChange, Group } from "./commit-group";
import { HeartbeatPlacer } from "./heartbeat-placer";
import { HeartbeatReader } from "./heartbeat-reader";
import { IntroducedValues } from "./introduced-values";
import { Journal } from "./journal";
import { KnownDevices, tokenKindNames } from "./known-devices";
import { PolicySchedule } from "./policy-switch";
import { PresenceBook } from "./presence-book";
import { PulseRecorder } from "./pulse-recorder";

export type CoreHooks = {
  /** One transaction that holds the group. */
  commit: (group: Group) => Promise<void>;
  onCommitted?: () => void;
  onFailed?: (error: unknown) => void;
};

export type HeartbeatCore = ReturnType<typeof createHeartbeatCore>;

/** Everything between the bytes of a body and the groups of a journal: no network, no database, no clock. */
export function createHeartbeatCore(hooks: CoreHooks) {
  const devices = new KnownDevices();
  const { agents } = devices.directory;
  const admission = new AdmissionTable(agents);
  const policies = new PolicySchedule(admission);
  const book = new PresenceBook();
  const pulse = new PulseRecorder();
  const journal = new Journal({
    book,
    commit: hooks.commit,
    onCommitted: (changes) => {
      applyChanges(devices, changes);
      hooks.onCommitted?.();
    },
    onFailed: (error) => hooks.onFailed?.(error),
  });
  const changes = new ChangeAllowance(devices.directory);
  const placer = new HeartbeatPlacer({ devices, admission, book, journal, pulse, changes });
  const values = {
    agents: new IntroducedValues(agents),
    regions: new IntroducedValues(devices.directory.regions),
    gpuModels: new IntroducedValues(devices.directory.gpuModels),
  };
  const reader = new HeartbeatReader(devices, new AgentNumbers(values.agents), placer);
  return { values, devices, admission, policies, book, pulse, journal, placer, reader, changes };
}

function applyChanges(devices: KnownDevices, changes: Map<number, AttributeChange>): void {
  for (const [ordinal, { agent, boot, tokenKind }] of changes) {
    if (agent !== null) devices.directory.agent[ordinal] = devices.directory.agents.code(agent);
    if (boot !== null) devices.setBoot(ordinal, boot);
    if (tokenKind !== null)
      devices.tokenKind[ordinal] = (tokenKindNames as readonly (string | null)[]).indexOf(tokenKind);
    devices.setGate(ordinal);
  }
}
