"use client";
import type { ComponentProps } from "react";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { Input } from "./input";

type MomentInputProps = Omit<ComponentProps<"input">, "type" | "value" | "onChange"> & {
  /** As toZonedInput gives it; "" while none is chosen. */
  value: string;
  onChange: (value: string) => void;
};

/** A date and time in the viewer's zone, which stands beside it. */
export function MomentInput({ value, onChange, ...rest }: MomentInputProps) {
  const { zone } = usePreferences();
  return (
    <span className="flex items-center gap-2">
      <Input type="datetime-local" value={value} onChange={(event) => onChange(event.target.value)} {...rest} />
      <span className="shrink-0 text-caption text-muted">{zone}</span>
    </span>
  );
}
