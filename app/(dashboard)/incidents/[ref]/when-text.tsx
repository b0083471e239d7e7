import { Time } from "@/components/ui/time";
import type { When } from "@/lib/incidents/when/when";
import { PlainText } from "../plain-text";
import { spanWords } from "./span-words";

/** When it happened, with every reading where it is ambiguous, and how it was written. */
export function WhenText({ when }: { when: When }) {
  const { form, readings, uncertaintyMinutes, written, zone, local } = when;
  const ambiguous = readings.length > 1;
  const asWritten = written ?? (zone === "UTC" ? null : `${local.replace("T", " ")} ${zone}`);
  return (
    <span className="tabular-nums">
      {form === "about" ? "about " : null}
      {readings.map(({ zone: read, at, until }, index) => (
        <span key={at}>
          {index > 0 ? <strong className="font-semibold"> or </strong> : null}
          <Time at={at} form="absolute" />
          {until ? (
            <>
              {" – "}
              <Time at={until} form="absolute" />
            </>
          ) : null}
          {ambiguous ? <span className="text-muted"> (if {read})</span> : null}
        </span>
      ))}
      {uncertaintyMinutes > 0 ? ` ± ${spanWords(uncertaintyMinutes)}` : null}
      {asWritten ? (
        <span className="text-muted">
          {", written “"}
          <PlainText>{asWritten}</PlainText>
          {"”"}
        </span>
      ) : null}
    </span>
  );
}
