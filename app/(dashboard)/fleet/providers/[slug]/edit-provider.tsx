"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Provider } from "@/lib/fleet/providers/provider";
import { ProviderForm } from "./provider-form";

export function EditProvider({ provider }: { provider: Provider }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title="Edit the record"
      description="How this provider is reached, and in which language and zone."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button size="sm">Edit</Button>}
    >
      <ProviderForm provider={provider} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}
