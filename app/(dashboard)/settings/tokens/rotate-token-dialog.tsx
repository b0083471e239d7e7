"use client";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { FreshSignInNotice } from "@/components/layout/fresh-sign-in-notice";
import { Button } from "@/components/ui/button";
import { CommandBlock } from "@/components/ui/command-block";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Time } from "@/components/ui/time";
import { rotateTokenAction } from "./actions";

const overlaps = { "1h": "1 hour", "24h": "24 hours", "7d": "7 days", "30d": "30 days" } as const;
type Overlap = keyof typeof overlaps;
type Props = {
  token: { id: string; name: string; prefix: string };
  /** Then nothing opens it; while it shows a successor it stays. */
  isRotated: boolean;
};

/** How long both live, then the new token: once, since nobody can show it again. */
export function RotateTokenDialog({ token, isRotated }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [overlap, setOverlap] = useState<Overlap>("7d");
  const [made, setMade] = useState<{ token: string; oldExpiresAt: Date }>();
  const [error, setError] = useState<{ code: string; message: string }>();
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
      const result = await rotateTokenAction({ id: token.id, overlap });
      if (result.ok) setMade(result.value);
      else setError(result.error);
    });
  return (
    <Dialog
      title={made ? "Copy it now" : `Rotate “${token.name}”`}
      description={
        made
          ? "This is the only time that the new token is shown: Muster keeps no more than a hash of it."
          : "A new token of the same kind and scope takes its place. Both work until the old one expires by itself."
      }
      isOpen={isOpen}
      onOpenChange={change}
      trigger={
        isRotated ? null : (
          <Button size="sm" variant="ghost" aria-label={`Rotate ${token.name}, ${token.prefix}`}>
            Rotate
          </Button>
        )
      }
    >
      {made ? (
        <div className="grid gap-4">
          <CommandBlock label="New token" command={made.token} />
          <p className="text-table">
            {token.prefix}… works until <Time at={made.oldExpiresAt.getTime()} form="absolute" />.
          </p>
          <Button onClick={() => change(false)}>I have copied it</Button>
        </div>
      ) : (
        <div className="grid gap-4">
          {error?.code === "fresh_sign_in_needed" ? <FreshSignInNotice /> : null}
          <Field
            label="The old one goes on for"
            hint={`It begins with ${token.prefix}`}
            error={error?.code === "fresh_sign_in_needed" ? undefined : error?.message}
          >
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
            Rotate token
          </Button>
        </div>
      )}
    </Dialog>
  );
}
