/** Evidence of any shape as what can be drawn: facts by name, and lists of records as tables. */
export type EvidencePart =
  | { kind: "fact"; name: string; value: EvidenceValue }
  | { kind: "table"; name: string; columns: string[]; rows: EvidenceValue[][]; more: number };
export type EvidenceValue = { is: "time"; at: number } | { is: "number"; value: number } | { is: "text"; text: string };

const mostRows = 20;
const mostColumns = 6;
const mostParts = 40;
const mostText = 500;
const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** "dueAt" or "due_at" as people write it: "Due at". */
export const wordsOf = (name: string): string => {
  const words = name
    .replaceAll(/[_-]+/g, " ")
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export function prepareEvidence(evidence: unknown): EvidencePart[] {
  if (evidence === null || evidence === undefined) return [];
  const fields = isFields(evidence) ? evidence : { evidence };
  return Object.entries(fields)
    .flatMap(([name, value]) => partsOf(name, value))
    .slice(0, mostParts);
}

function partsOf(name: string, value: unknown): EvidencePart[] {
  if (Array.isArray(value) && value.length > 0 && value.every(isFields)) return [tableOf(name, value)];
  if (isFields(value)) {
    return Object.entries(value).map(([inner, each]) => ({
      kind: "fact" as const,
      name: `${wordsOf(name)}: ${wordsOf(inner).toLowerCase()}`,
      value: drawn(each),
    }));
  }
  return [{ kind: "fact", name: wordsOf(name), value: drawn(value) }];
}

function tableOf(name: string, list: readonly Fields[]): EvidencePart {
  const names = [...new Set(list.flatMap((fields) => Object.keys(fields)))].filter((each) => each !== "id");
  const columns = names.slice(0, mostColumns);
  return {
    ...{ kind: "table", name: wordsOf(name), columns: columns.map(wordsOf) },
    rows: list.slice(0, mostRows).map((fields) => columns.map((column) => drawn(fields[column]))),
    more: Math.max(0, list.length - mostRows),
  };
}

function drawn(value: unknown): EvidenceValue {
  if (typeof value === "number") return { is: "number", value };
  if (typeof value === "string") {
    const at = isTime.test(value) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(at) ? { is: "text", text: shortened(value) } : { is: "time", at };
  }
  if (value === null || value === undefined || value === "") return { is: "text", text: "not stated" };
  if (typeof value === "boolean") return { is: "text", text: value ? "yes" : "no" };
  if (Array.isArray(value) && value.every((each) => typeof each !== "object")) {
    return { is: "text", text: shortened(value.join(", ")) };
  }
  return { is: "text", text: shortened(JSON.stringify(value)) };
}

const shortened = (text: string): string => (text.length > mostText ? `${text.slice(0, mostText)}…` : text);
