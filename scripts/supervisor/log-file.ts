import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

const mostBytes = 10_000_000;

export type LogFile = { path: string; write(text: string): void; lastLine(): string };

/** What a process prints, in <folder>/<name>.log; at 10 MB that becomes <name>.old.log. A full disk never ends the supervisor. */
export function openLogFile(folder: string, name: string): LogFile {
  const path = join(folder, `${name}.log`);
  let size = 0;
  let recent = "";
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    size = statSync(path).size;
  } catch {
    // Not there yet.
  }
  return {
    path,
    write(text) {
      recent = (recent + text).slice(-8_000);
      try {
        if (size > mostBytes) {
          renameSync(path, join(folder, `${name}.old.log`));
          size = 0;
        }
        appendFileSync(path, text, { mode: 0o600 });
        size += Buffer.byteLength(text);
      } catch {
        // Without a log rather than without Muster.
      }
    },
    lastLine: () => lastTelling(recent),
  };
}

/** The last line that tells something: of a JSON record its message and error, of a stack its first line. */
export function lastTelling(text: string): string {
  const lines = text
    .split("\n")
    .filter((line) => line.trim() !== "" && !/^\s+at |^Node\.js v|^\s*[{}\]]/.test(line) && !isRecord(line));
  const record = text.split("\n").findLast((line) => isRecord(line) && /"level":(50|60)/.test(line));
  const plain = lines.findLast((line) => /error|cannot|could not|in use|set [A-Z_]+/i.test(line)) ?? lines.at(-1);
  return (plain ?? (record ? messageOf(record) : "")).trim().slice(0, 300);
}

const isRecord = (line: string) => line.startsWith('{"level":');

/** Of a log record: "message: error". */
function messageOf(record: string): string {
  try {
    const { msg, err } = JSON.parse(record) as { msg?: string; err?: { message?: string } };
    return [msg, err?.message].filter(Boolean).join(": ");
  } catch {
    return record;
  }
}
