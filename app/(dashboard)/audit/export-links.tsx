import { buttonClass } from "@/components/ui/button";
import { auditFormats } from "@/lib/audit/export-audit";

type Typed = Record<string, string | undefined>;

/** The rows of the filter, all pages of them, as a file. The export is noted in the trail. */
export function ExportLinks({ typed }: { typed: Typed }) {
  const kept = Object.entries(typed).filter(
    (entry): entry is [string, string] => entry[0] !== "cursor" && Boolean(entry[1]),
  );
  return (
    <div className="flex gap-2">
      {auditFormats.map((format) => (
        <a
          key={format}
          href={`/audit/export?${new URLSearchParams([...kept, ["format", format]])}`}
          download
          className={buttonClass({ size: "sm" })}
        >
          Export {format.toUpperCase()}
        </a>
      ))}
    </div>
  );
}
