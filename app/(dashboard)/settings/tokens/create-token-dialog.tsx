"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CommandBlock } from "@/components/ui/command-block";
import { Dialog } from "@/components/ui/dialog";
import { TokenForm } from "./token-form";

/** The form, then the new token: once, since nobody can show it again. */
export function CreateTokenDialog() {
  const [isOpen, setIsOpen] = useState(false);
  const [token, setToken] = useState<string>();
  const change = (open: boolean) => {
    setIsOpen(open);
    if (!open) setToken(undefined);
  };
  return (
    <Dialog
      title={token ? "Copy it now" : "Create a token"}
      description={
        token
          ? "This is the only time that the token is shown: Muster keeps no more than a hash of it."
          : "Give each user of a token one of its own: then one can be revoked without the others."
      }
      isOpen={isOpen}
      onOpenChange={change}
      trigger={
        <Button variant="primary" icon={<Plus className="size-4" aria-hidden="true" />}>
          Create token
        </Button>
      }
    >
      {token ? (
        <div className="grid gap-4">
          <CommandBlock label="New token" command={token} />
          <Button onClick={() => change(false)}>I have copied it</Button>
        </div>
      ) : (
        <TokenForm onCreated={setToken} />
      )}
    </Dialog>
  );
}
