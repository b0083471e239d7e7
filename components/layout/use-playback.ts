"use client";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useEffectEvent, useState, useTransition } from "react";
import { nextMinute, type PlaySpeed, playbackKey, playFrameMs } from "./playback";

/** Travelling by the address: whatever page reads `at` plays along. */
export function usePlayback(minute: number, latestMinute: number) {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const [isPending, start] = useTransition();
  const [isPlaying, setIsPlaying] = useState(false);
  const [speed, setSpeed] = useState<PlaySpeed>(1);

  /** null: to now. Moving replaces the address, so that "back" leads out of the journey and not through each minute of it. */
  const go = (next: number | null) => {
    const query = new URLSearchParams(params);
    if (next === null || next >= latestMinute) query.delete("at");
    else query.set("at", `${new Date(next * 60_000).toISOString().slice(0, 16)}Z`);
    const text = query.toString().replaceAll("%3A", ":");
    start(() => router.replace(text ? `${path}?${text}` : path, { scroll: false }));
  };
  const advance = useEffectEvent(() => {
    // The next minute waits for the one before to be shown.
    if (isPending) return;
    const next = nextMinute(minute, speed, latestMinute);
    if (next === null) setIsPlaying(false);
    go(next);
  });
  useEffect(() => {
    if (!isPlaying) return;
    const timer = setInterval(() => advance(), playFrameMs);
    return () => clearInterval(timer);
  }, [isPlaying]);

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    const isTyping = target?.closest("input, textarea, select, [contenteditable], [role=dialog]") != null;
    const act = playbackKey({ ...pick(event), isTyping });
    if (act === "back") go(minute - 1);
    if (act === "forward") go(minute + 1);
    if (act === "play") setIsPlaying((before) => !before);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
  return { go, isPlaying, setIsPlaying, speed, setSpeed, isPending };
}

const pick = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) => ({ key, ctrlKey, metaKey, altKey });
