"use client";
import { useEffect, useEffectEvent } from "react";

/** Keys with what they do; the help names them in this order. */
export const triageKeys = [
  { key: "j", label: "Next finding" },
  { key: "k", label: "Finding before" },
  { key: "Enter", label: "Open the finding’s page" },
  { key: "x", label: "Select, or take out of the selection" },
  { key: "Escape", label: "Select none" },
  { key: "a", label: "Acknowledge: you look at it", isAct: true },
  { key: "m", label: "Assign to me", isAct: true },
  { key: "s", label: "Suppress until a time, with a reason", isAct: true },
  { key: "r", label: "Resolve: it is over", isAct: true },
  { key: "i", label: "Open or join an incident", isAct: true },
  { key: "c", label: "Write a comment", isAct: true },
  { key: "/", label: "Search" },
  { key: "?", label: "This help" },
] as const satisfies readonly { key: string; label: string; isAct?: true }[];
export type TriageKey = Exclude<(typeof triageKeys)[number]["key"], "Enter">;

/** Where what is typed is meant as text, or a key has a meaning of its own. */
const typing =
  "input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]";

const isTyping = (target: EventTarget | null): boolean =>
  (target instanceof Element && target.closest(typing) !== null) || document.querySelector("[role=dialog]") !== null;

/** Calls `onKey` for the keys of triage, wherever on the page they are pressed, but not while somebody types or a dialog is open. */
export function useTriageKeys(onKey: (key: TriageKey) => void): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const known = triageKeys.find(({ key }) => key === event.key);
    if (!known || known.key === "Enter") return;
    // Held down, only the way through the list goes on.
    if (event.repeat && known.key !== "j" && known.key !== "k") return;
    event.preventDefault();
    onKey(known.key);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => handle(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}
