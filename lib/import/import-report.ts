const mostShown = 20;

/** What became of each line; line 0 is a refusal of no single line. `first` keeps the first refused ones for the screen; `onRefused` gets them all. */
export class ImportReport {
  taken = 0;
  refused = 0;
  /** Lines that read well and are of nobody: neither taken nor refused for what they say. */
  readonly unknown = { devices: 0, lines: 0 };
  readonly byReason = new Map<string, number>();
  readonly first: { line: number; reason: string }[] = [];
  /** Facts for the last lines: "devices enrolled" -> 1213. */
  readonly facts: [string, string | number][] = [];

  constructor(private readonly onRefused: (line: number, reason: string) => void = () => {}) {}

  refuse = ({ line, reason }: { line: number; reason: string }): void => {
    this.refused++;
    // The reason up to what is particular to the line: "unknown device".
    const kind = reason.split(":", 1)[0] ?? reason;
    this.byReason.set(kind, (this.byReason.get(kind) ?? 0) + 1);
    if (this.first.length < mostShown) this.first.push({ line, reason });
    this.onRefused(line, reason);
  };

  /** Lines that were taken and turn out to be of a device that nobody enrolled. */
  leaveOutDevice = (device: string, lines: number): void => {
    this.taken -= lines;
    this.unknown.devices++;
    this.unknown.lines += lines;
    const reason = `unknown device: ${device.slice(0, 60)} (all of its lines: ${lines})`;
    if (this.first.length < mostShown) this.first.push({ line: 0, reason });
    this.onRefused(0, reason);
  };

  /** Whether every line was taken. */
  get isWhole(): boolean {
    return this.refused === 0 && this.unknown.lines === 0;
  }

  /** For a person, a line each. */
  lines(): string[] {
    const { unknown } = this;
    const left = unknown.devices > 0 ? `, ${unknown.lines} of ${unknown.devices} unknown devices left out` : "";
    const lines = [`${this.taken} lines taken, ${this.refused} refused${left}.`];
    for (const [fact, value] of this.facts) lines.push(`${fact}: ${value}`);
    for (const [reason, count] of this.byReason) lines.push(`  ${count} × ${reason}`);
    for (const { line, reason } of this.first) lines.push(line > 0 ? `  line ${line}: ${reason}` : `  ${reason}`);
    const more = this.refused + unknown.devices - this.first.length;
    if (more > 0) lines.push(`  and ${more} more (--report FILE writes all)`);
    return lines;
  }
}
