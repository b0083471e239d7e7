import type { Sql } from "@/db/client";
import type { Dictionary, FleetDirectory } from "../directory";
import type { BegunSort, RecordedSort } from "./pick-by-records";

/** How the codes of a column sort, and what a cursor says of a value. Ranks of numbers are the numbers themselves. */
export type ColumnValues = {
  rankOfCode(code: number): number;
  keyOfRank(rank: number): string | number;
  /** Between two ranks for a value that is gone. */
  rankOfKey(key: string | number): number;
};

const collator = new Intl.Collator("en", { numeric: true });
/** In reading order, 1.10 after 1.9; what reads alike goes by its characters, so that the order is one. */
const compare = (a: string, b: string) => collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);

export async function readColumnValues(
  sql: Sql,
  directory: FleetDirectory,
  sort: RecordedSort | BegunSort,
): Promise<ColumnValues> {
  switch (sort) {
    case "region":
      return textValues(entriesOf(directory.regions));
    case "model":
      return textValues(entriesOf(directory.gpuModels));
    case "agent":
      return textValues(entriesOf(directory.agents));
    case "provider": {
      const providers = await sql<{ id: number; name: string }[]>`select id, name from providers`;
      return textValues(providers.map(({ id, name }) => [id, name]));
    }
    default:
      return { rankOfCode: (code) => code, keyOfRank: (rank) => rank, rankOfKey: Number };
  }
}

const entriesOf = (dictionary: Dictionary): [number, string][] =>
  dictionary.values.map((value, code) => [code, value ?? ""]);

function textValues(entries: [number, string][]): ColumnValues {
  const texts = [...new Set(entries.map(([, text]) => text))].sort(compare);
  const rankOfText = new Map(texts.map((text, rank) => [text, rank]));
  const ranks = new Map(entries.map(([code, text]) => [code, rankOfText.get(text) ?? 0]));
  return {
    rankOfCode: (code) => ranks.get(code) ?? 0,
    keyOfRank: (rank) => texts[rank] ?? "",
    rankOfKey: (key) => {
      const rank = rankOfText.get(String(key));
      if (rank !== undefined) return rank;
      return texts.filter((text) => compare(text, String(key)) < 0).length - 0.5;
    },
  };
}
