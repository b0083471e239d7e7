"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Endpoint } from "@/lib/endpoints/endpoint";
import { EndpointForm } from "./endpoint-form";

/** Enters an endpoint, or edits the one it is given. */
export function EndpointDialog({ endpoint }: { endpoint?: Endpoint }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title={endpoint ? "Edit the endpoint" : "Enter an endpoint"}
      description="One method of one path that others can reach."
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        endpoint ? (
          <Button>Edit</Button>
        ) : (
          <Button variant="primary" icon={<Plus className="size-4" aria-hidden="true" />}>
            Enter an endpoint
          </Button>
        )
      }
    >
      <EndpointForm endpoint={endpoint} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}
