export const taskStates = ["todo", "in_progress", "blocked", "done"] as const;
export type TaskState = (typeof taskStates)[number];
export const taskStateLabels: Record<TaskState, string> = {
  todo: "To do",
  in_progress: "In progress",
  blocked: "Blocked",
  done: "Done",
};

/** What Muster itself can do to contain; everything else is a task that people do elsewhere. */
export const containmentActs = ["revoke_tokens", "quarantine_devices", "change_policy"] as const;
export type ContainmentAct = (typeof containmentActs)[number];
export const containmentActLabels: Record<ContainmentAct, string> = {
  revoke_tokens: "Revoke tokens",
  quarantine_devices: "Quarantine devices",
  change_policy: "Change the policy",
};
