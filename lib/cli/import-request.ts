import { parseArgs } from "node:util";
import { presenceFields } from "@/lib/import/collect-observations";
import { type ColumnMap, parseColumnMap } from "@/lib/import/column-map";
import { inventoryFields } from "@/lib/import/import-inventory";
import { providerColumns } from "@/lib/import/import-providers";
import { UsageError } from "./token-request";

const fieldsOf = { providers: providerColumns, inventory: inventoryFields, presence: presenceFields } as const;
export type ImportKind = keyof typeof fieldsOf;
export type ImportRequest = {
  kind: ImportKind;
  file: string;
  map: ColumnMap;
  provider?: string;
  delimiter?: string;
  upValues?: string[];
  reportFile?: string;
};

const usage =
  "Usage: npm run -s import -- providers FILE | inventory FILE --provider SLUG | presence FILE [--provider SLUG] [--up WORD,…]; each with [--map field=column,…] [--delimiter ';'] [--report FILE]";
export const importHelp = [
  usage,
  ...Object.entries(fieldsOf).map(([kind, fields]) => `Fields of ${kind}: ${fields.join(", ")}.`),
].join("\n");

/** What the words after `import` ask for. Throws UsageError, one line. */
export function importRequest(words: readonly string[]): ImportRequest {
  const { values, positionals } = readWords(words);
  const [kind, file, ...more] = positionals;
  if (kind === undefined || !(kind in fieldsOf) || file === undefined || more.length > 0) throw new UsageError(usage);
  const delimiter = values.delimiter === "\\t" ? "\t" : values.delimiter;
  if (delimiter !== undefined && delimiter.length !== 1)
    throw new UsageError("--delimiter must be one character, for example ';' or '\\t'.");
  // Checked just above.
  const known = kind as ImportKind;
  return {
    kind: known,
    file,
    map: parseColumnMap(values.map ?? "", fieldsOf[known]),
    provider: values.provider,
    delimiter,
    upValues: values.up?.split(",").map((value) => value.trim()),
    reportFile: values.report,
  };
}

function readWords(words: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { map: text, provider: text, delimiter: text, up: text, report: text },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message.split(". ")[0] : error}. ${usage}`);
  }
}
