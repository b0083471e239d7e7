"use client";
import { ToggleGroup } from "radix-ui";

type Option<Value extends string> = { value: Value; label: string; title?: string };

type SegmentedControlProps<Value extends string> = {
  label: string;
  /** Empty when none of the options holds, as after a free choice. */
  value: Value | "";
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
};

/** One of a few; arrow keys move within it. */
export function SegmentedControl<Value extends string>({
  label,
  value,
  options,
  onChange,
}: SegmentedControlProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      // Pressing what is chosen already would choose nothing.
      onValueChange={(chosen) => chosen && onChange(chosen as Value)}
      className="inline-flex h-8 shrink-0 items-stretch gap-0.5 rounded-md border border-line bg-sunken p-0.5"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          title={option.title}
          className="rounded-sm px-2.5 text-caption font-medium text-muted transition-colors hover:text-text data-[state=on]:bg-surface data-[state=on]:text-text data-[state=on]:ring-1 data-[state=on]:ring-line"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
