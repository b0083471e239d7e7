/** What became of each line; line 0 is a refusal of no single line. `first` keeps the first refused ones for the screen; `onRefused` gets them all. */
export class ImportReport {
  taken = 0;
  refused = 0;
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
    if (this.first.length < 20) this.first.push({ line, reason });
    this.onRefused(line, reason);
  };

  /** For a person, a line each. */
  lines(): string[] {
    const lines = [`${this.taken} lines taken, ${this.refused} refused.`];
    for (const [fact, value] of this.facts) lines.push(`${fact}: ${value}`);
    for (const [reason, count] of this.byReason) lines.push(`  ${count} × ${reason}`);
    for (const { line, reason } of this.first) lines.push(line > 0 ? `  line ${line}: ${reason}` : `  ${reason}`);
    if (this.refused > this.first.length)
      lines.push(`  and ${this.refused - this.first.length} more (--report FILE writes all)`);
    return lines;
  }
}
