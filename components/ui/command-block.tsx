"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Button } from "./button";
import { ScrollRegion } from "./scroll-region";

/** Something to paste into a terminal. */
export function CommandBlock({ label, command }: { label: string; command: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(command);
    setIsCopied(true);
  };
  return (
    <div className="relative min-w-0 rounded-md border border-line bg-sunken">
      <ScrollRegion label={label}>
        <pre className="w-fit p-3 pr-24 font-mono text-caption text-text">{command}</pre>
      </ScrollRegion>
      <Button
        size="sm"
        className="absolute top-2 right-2"
        icon={isCopied ? <Check className="size-3.5" /> : <Copy className="size-3.5" />}
        onClick={copy}
      >
        {isCopied ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
