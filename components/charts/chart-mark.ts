/** Something that happened, drawn as a vertical rule with a short flag; with an end it is a span along the top as well. */
export type ChartMark = {
  id: string;
  /** finding, or the kind of a change: deployment, policy, rewards_snapshot, … */
  kind: string;
  /** Two or three words for the flag. */
  short: string;
  title: string;
  fromMinute: number;
  /** Of a span, when it ended or, while it goes on, null. Undefined for a moment. */
  toMinute?: number | null;
  href?: string;
};
