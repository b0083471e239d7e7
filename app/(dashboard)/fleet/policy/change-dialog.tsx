"use client";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Change } from "@/lib/fleet/changes/change";
import { ChangeForm } from "./change-form";

/** Enters a change, or edits the one it is given. */
export function ChangeDialog({ change }: { change?: Change }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title={change ? "Edit the entry" : "Enter a change"}
      description="Drawn on every time chart, and counted in the estimate of a policy."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        change ? (
          <Button
            variant="ghost"
            size="sm"
            aria-label={`Edit ${change.title}`}
            icon={<Pencil className="size-3.5" aria-hidden="true" />}
          />
        ) : (
          <Button>Enter a change</Button>
        )
      }
    >
      <ChangeForm change={change} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}
