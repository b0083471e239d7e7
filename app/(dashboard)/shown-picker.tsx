"use client";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { SegmentedControl } from "@/components/ui/segmented-control";

type Props<Shown extends string> = {
  label: string;
  /** The list's own address; what is shown without being asked for is not in it. */
  path: string;
  usual: Shown;
  shown: Shown;
  options: readonly { value: Shown; label: string }[];
};

/** Which part of a list is shown, in the parameter `show` of the address. */
export function ShownPicker<Shown extends string>({ label, path, usual, shown, options }: Props<Shown>) {
  const router = useRouter();
  const [, start] = useTransition();
  const show = (value: Shown) => start(() => router.push(value === usual ? path : `${path}?show=${value}`));
  return <SegmentedControl label={label} value={shown} options={options} onChange={show} />;
}
