"use client";
import { Search } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Input } from "@/components/ui/input";
import { useFleetUrl } from "./use-fleet-url";

/** A search that is in the address as q. */
export function SearchField({ label, placeholder, value }: { label: string; placeholder: string; value: string }) {
  const { change } = useFleetUrl();
  const [text, setText] = useState(value);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    change({ q: text.trim() || null });
  };
  return (
    <search className="w-full sm:w-72">
      <form onSubmit={onSubmit} className="relative">
        <Search
          className="-translate-y-1/2 pointer-events-none absolute top-1/2 left-2.5 size-4 text-muted"
          aria-hidden="true"
        />
        <Input
          type="search"
          aria-label={label}
          placeholder={placeholder}
          className="pl-8"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            // The cross in the field empties it without a submit.
            if (event.target.value === "" && value !== "") change({ q: null });
          }}
        />
      </form>
    </search>
  );
}
