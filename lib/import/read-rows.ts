import { open, stat } from "node:fs/promises";
import { parse } from "csv-parse";
import { ImportError } from "./import-error";

export type Row = { line: number; cells: string[] };
export type RefusedLine = { line: number; reason: string };

const longestLine = 1_048_576;

/** Comma, semicolon, tab or bar: the one that stands most often in the first line. */
export function guessDelimiter(firstLine: string): string {
  const counts = [",", "\t", ";", "|"].map((delimiter) => ({ delimiter, count: firstLine.split(delimiter).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

async function readHead(file: string): Promise<string> {
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) throw new ImportError(`There is no file ${file}.`);
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0);
    const head = buffer.subarray(0, bytesRead);
    if (head.includes(0)) throw new ImportError(`${file} is not text. A CSV or TSV file is needed.`);
    return head.toString("utf8").replace(/^\uFEFF/, "");
  } finally {
    await handle.close();
  }
}

/**
 * The rows of a CSV or TSV file as they come, the header apart. A line that is no row (another number of cells, a quote left open,
 * longer than 1 MiB) goes to `refuse`, and the rest is read on.
 */
export async function* readRows(
  file: string,
  options: {
    delimiter?: string;
    onHeader: (header: string[]) => void;
    refuse: (line: RefusedLine) => void;
    onBytes?: (read: number) => void;
  },
): AsyncGenerator<Row> {
  const head = await readHead(file);
  if (head.trim() === "") throw new ImportError(`${file} is empty.`);
  const delimiter = options.delimiter ?? guessDelimiter(head.split("\n", 1)[0] ?? "");
  const handle = await open(file);
  const source = handle.createReadStream();
  const parser = source.pipe(
    parse({
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: delimiter === "\t",
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: longestLine,
      trim: true,
    }),
  );
  parser.on("skip", (error) =>
    options.refuse({ line: lineOf(error), reason: "not a row: a quote is left open or the line is too long" }),
  );
  let width = 0;
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
    options.onBytes?.(source.bytesRead);
    if (width === 0) {
      width = record.length;
      options.onHeader(record);
    } else if (record.length !== width) {
      options.refuse({ line: info.lines, reason: `${record.length} cells where the header has ${width}` });
    } else {
      yield { line: info.lines, cells: record };
    }
  }
}

function lineOf(error: unknown): number {
  return typeof error === "object" && error !== null && "lines" in error ? Number(error.lines) : 0;
}
