"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { rotateWebhookSecretAction } from "../actions";
import { SecretShown } from "../secret-shown";

const overlaps = { "1h": "1 hour", "24h": "24 hours", "7d": "7 days", now: "not at all: it leaked" } as const;
type Overlap = keyof typeof overlaps;

/** How long both sign, then the new secret: once. */
export function RotateSecretDialog({ id }: { id: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const [overlap, setOverlap] = useState<Overlap>("24h");
  const [made, setMade] = useState<{ secret: string; previousUntil: Date | null }>();
  const [error, setError] = useState<string>();
  const [isPending, start] = useTransition();
  const router = useRouter();
  const change = (open: boolean) => {
    setIsOpen(open);
    setError(undefined);
    if (open || !made) return;
    setMade(undefined);
    router.refresh();
  };
  const rotate = () =>
    start(async () => {
      const result = await rotateWebhookSecretAction({ id, overlap });
      if (result.ok) setMade(result.value);
      else setError(result.error.message);
    });
  return (
    <Dialog
      title={made ? "Copy it now" : "Rotate the secret"}
      description={
        made
          ? "This is the only time that the new secret is shown. Give it to the receiver."
          : "A new secret takes its place. Until the old one ends, every message is signed with both."
      }
      isOpen={isOpen}
      onOpenChange={change}
      trigger={<Button>Rotate secret</Button>}
    >
      {made ? (
        <SecretShown secret={made.secret} onCopied={() => change(false)}>
          <p className="text-table">
            {made.previousUntil ? (
              <>
                The old one signs too until <Time at={made.previousUntil} form="absolute" />.
              </>
            ) : (
              "The old one signs no more."
            )}
          </p>
        </SecretShown>
      ) : (
        <div className="grid gap-4">
          <Field label="The old one goes on for" error={error}>
            {(control) => (
              // The values are the keys of `overlaps`.
              <Select {...control} value={overlap} onChange={(event) => setOverlap(event.target.value as Overlap)}>
                {Object.entries(overlaps).map(([value, label]) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Button variant="primary" isPending={isPending} onClick={rotate}>
            Rotate secret
          </Button>
        </div>
      )}
    </Dialog>
  );
}
