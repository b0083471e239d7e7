/** Minutes of records a second of watching. */
export const playSpeeds = [1, 5, 15, 60] as const;
export type PlaySpeed = (typeof playSpeeds)[number];

/** How long one shown minute stays, in milliseconds: quicker than this nobody reads it, and faster speeds skip minutes. */
export const playFrameMs = 1_000;

/** The minute after `minute` at a speed; null when that is no longer the past. */
export function nextMinute(minute: number, speed: PlaySpeed, latestMinute: number): number | null {
  const next = minute + speed;
  return next >= latestMinute ? null : next;
}

/** What a key does in the time machine; null for any other key, and while somebody types or a chart takes the keys. */
export function playbackKey(event: {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isTyping: boolean;
}): "back" | "forward" | "play" | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isTyping) return null;
  if (event.key === ",") return "back";
  if (event.key === ".") return "forward";
  return event.key === "p" ? "play" : null;
}
