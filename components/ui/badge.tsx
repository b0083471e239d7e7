import type { ReactNode } from "react";

const tones = {
  neutral: "border-line bg-sunken text-muted",
  warn: "border-transparent bg-warn-soft text-warn-text",
  bad: "border-transparent bg-bad-soft text-bad-text",
  good: "border-transparent bg-good-soft text-good-text",
  outline: "border-line-strong text-text",
} as const;

export function Badge({ tone = "neutral", children }: { tone?: keyof typeof tones; children: ReactNode }) {
  return (
    <span
      className={`inline-flex h-5 items-center gap-1 rounded-sm border px-1.5 text-caption font-medium whitespace-nowrap ${tones[tone]}`}
    >
      {children}
    </span>
  );
}
