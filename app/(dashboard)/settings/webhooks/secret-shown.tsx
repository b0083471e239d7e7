import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { CommandBlock } from "@/components/ui/command-block";

/** A secret, once, since nobody can show it again. */
export function SecretShown({
  secret,
  onCopied,
  children,
}: {
  secret: string;
  onCopied: () => void;
  children?: ReactNode;
}) {
  return (
    <div className="grid gap-4">
      <CommandBlock label="Signing secret" command={secret} />
      {children}
      <Button onClick={onCopied}>I have copied it</Button>
    </div>
  );
}
