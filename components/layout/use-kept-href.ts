"use client";
import { useSearchParams } from "next/navigation";

/** The link, with the minute that the viewer travelled to: going to another page does not end the journey. */
export function useKeptHref(href: string): string {
  const at = useSearchParams().get("at");
  return at ? `${href}?at=${encodeURIComponent(at)}` : href;
}
