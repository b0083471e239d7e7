"use client";
import { Check, CircleAlert, TriangleAlert } from "lucide-react";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { FormError } from "@/components/ui/form-error";
import type { CheckFinding } from "@/lib/access/sign-in/check-provider";
import { checkProviderAction } from "./actions";

const looks = {
  good: { icon: Check, word: "In order", className: "text-good-text" },
  weak: { icon: TriangleAlert, word: "Could be better", className: "text-warn-text" },
  bad: { icon: CircleAlert, word: "Wrong", className: "text-bad-text" },
} as const;
const order = ["bad", "weak", "good"] as const;

/** Runs discovery when asked, and lists what is wrong before what is right. */
export function ProviderCheck() {
  const [findings, setFindings] = useState<CheckFinding[]>();
  const [failure, setFailure] = useState<string>();
  const [isPending, start] = useTransition();
  const check = () =>
    start(async () => {
      const result = await checkProviderAction({});
      setFindings(result.ok ? result.value : undefined);
      setFailure(result.ok ? undefined : result.error.message);
    });
  const sorted = findings?.toSorted((one, other) => order.indexOf(one.level) - order.indexOf(other.level));
  return (
    <section className="grid justify-items-start gap-3" aria-label="Check of the configuration">
      <Button variant="primary" onClick={check} isPending={isPending}>
        Check the configuration
      </Button>
      {failure ? <FormError>{failure}</FormError> : null}
      <ul className="grid gap-2" aria-live="polite">
        {sorted?.map((finding) => (
          <Finding key={finding.title} finding={finding} />
        ))}
      </ul>
    </section>
  );
}

function Finding({ finding: { level, title, detail } }: { finding: CheckFinding }) {
  const { icon: Icon, word, className } = looks[level];
  return (
    <li className="flex gap-2 text-table">
      <Icon className={`mt-0.5 size-4 shrink-0 ${className}`} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <p className="font-medium">
          <span className="sr-only">{word}: </span>
          {title}
        </p>
        {detail ? <p className="text-muted">{detail}</p> : null}
      </div>
    </li>
  );
}
