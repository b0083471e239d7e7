const patienceMs = 10_000;

/**
 * Ends this process when the one that started it is gone, however that ended: the channel between them closes.
 * It ends as on SIGTERM, or hard when that takes too long. Without such a channel (started by hand) it does nothing.
 */
export function endWithParent(): void {
  if (!process.channel) return;
  // The channel alone is no reason to stay.
  process.channel.unref();
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), patienceMs).unref();
    process.kill(process.pid, "SIGTERM");
  });
}
