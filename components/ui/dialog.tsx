"use client";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { buttonClass } from "./button";

type DialogProps = {
  title: string;
  /** What it is for, or what will happen; read out with the title. */
  description: ReactNode;
  trigger?: ReactNode;
  isOpen?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  size?: "md" | "lg";
  children: ReactNode;
};

export function Dialog({ title, description, trigger, isOpen, onOpenChange, size = "md", children }: DialogProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      {trigger ? <Radix.Trigger asChild>{trigger}</Radix.Trigger> : null}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Radix.Content
          className={`-translate-x-1/2 fixed top-[max(1rem,8vh)] left-1/2 z-50 max-h-[84vh] w-[calc(100vw-2rem)] animate-appear overflow-y-auto rounded-lg border border-line bg-surface shadow-overlay ${size === "lg" ? "max-w-3xl" : "max-w-lg"}`}
        >
          <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-3">
            <div>
              <Radix.Title className="font-semibold text-body">{title}</Radix.Title>
              <Radix.Description className="mt-0.5 text-muted text-table">{description}</Radix.Description>
            </div>
            <Radix.Close className={buttonClass({ variant: "ghost", size: "icon" })} aria-label="Close">
              <X className="size-4" aria-hidden="true" />
            </Radix.Close>
          </header>
          <div className="px-5 pb-5">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
