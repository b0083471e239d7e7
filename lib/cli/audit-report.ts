import type { Verdict } from "@/lib/audit/verify/verdict";

const count = (value: number) => value.toLocaleString("en-US");

/** What `npm run -s audit` prints, line by line. */
export function auditReport(verdict: Verdict): string[] {
  const { verified, head, unlinked, anchors, anchoredAt, breaks, seconds } = verdict;
  const rate = seconds > 0 ? `, ${count(Math.round(verified / seconds))} a second` : "";
  const lines = [`${count(verified)} rows verified in ${seconds.toFixed(1)} s${rate}.`];
  lines.push(
    head ? `Head: ${count(head.position)}, linked at ${head.linkedAt}, ${head.hash}` : "Head: none, nothing is linked.",
  );
  lines.push(anchorLine(anchors, anchoredAt));
  const oldest = unlinked.oldestAt ? `, the oldest of ${unlinked.oldestAt}` : "";
  lines.push(unlinked.rows > 0 ? `Not linked yet: ${count(unlinked.rows)}${oldest}.` : "Not linked yet: none.");
  if (breaks.length === 0) return [...lines, "The trail is unbroken."];
  return [...lines, "THE TRAIL IS BROKEN:", ...breaks.map(({ kind, text }) => `  ${kind}: ${text}`)];
}

function anchorLine(anchors: Verdict["anchors"], anchoredAt: string | null): string {
  if (!anchors) {
    const where = anchoredAt ? ` They are written to ${anchoredAt}: give the last of them with --anchor.` : "";
    return `Anchor: none to compare with, so that an end that was cut off cannot be seen.${where}`;
  }
  const { place, read, unreadable, last } = anchors;
  const torn = unreadable > 0 ? `, ${count(unreadable)} of them unreadable` : "";
  const newest = last ? `, the last of ${last.time} at ${count(last.position)}` : "";
  return `Anchor: ${count(read)} compared from ${place}${torn}${newest}.`;
}
