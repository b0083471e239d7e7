"use client";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { type Shown, shownOptions } from "./parse-approvals-search";

export function ShownPicker({ shown }: { shown: Shown }) {
  const router = useRouter();
  const [, start] = useTransition();
  return (
    <SegmentedControl
      label="Which"
      value={shown}
      options={shownOptions}
      onChange={(value) => start(() => router.push(value === "waiting" ? "/approvals" : "/approvals?show=all"))}
    />
  );
}
