"use client";
import { X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { buttonClass } from "./button";
import type { ShownToast } from "./toast";

/** The notices that are up, at most three. */
export function ToastStack({
  messages,
  onRemove,
}: {
  messages: readonly ShownToast[];
  onRemove: (id: number) => void;
}) {
  return (
    <Radix.Provider duration={6_000} swipeDirection="right">
      {messages.map((message) => (
        <Radix.Root
          key={message.id}
          onOpenChange={(isOpen) => !isOpen && onRemove(message.id)}
          className={`flex animate-appear items-center gap-3 rounded-md border bg-surface py-2 pr-2 pl-3 text-table shadow-overlay ${message.tone === "bad" ? "border-bad" : "border-line"}`}
        >
          <Radix.Title className="grow">{message.title}</Radix.Title>
          {message.act ? (
            <Radix.Action
              altText={message.act.label}
              className={buttonClass({ size: "sm" })}
              onClick={message.act.onAct}
            >
              {message.act.label}
            </Radix.Action>
          ) : null}
          <Radix.Close className={buttonClass({ variant: "ghost", size: "icon" })} aria-label="Dismiss">
            <X className="size-4" aria-hidden="true" />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed right-4 bottom-16 z-50 grid w-[min(24rem,calc(100vw-2rem))] gap-2 outline-none sm:bottom-4" />
    </Radix.Provider>
  );
}
