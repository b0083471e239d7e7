export const statusChannelName = "email";
/** Kinds of deliveries. */
export const updateKind = "status.update";
export const reminderKind = "status.reminder";
