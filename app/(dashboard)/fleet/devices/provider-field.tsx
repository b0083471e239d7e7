"use client";
import { type FormEvent, useEffect, useId, useState } from "react";
import { Input } from "@/components/ui/input";
import type { ProviderSuggestion } from "@/lib/fleet/providers/suggest-providers";
import { suggestProvidersAction } from "./actions";

const waitMs = 150;

/** Takes a part of a provider's name; a suggestion that is chosen, or typed whole, is added to the filter. */
export function ProviderField({ onPick }: { onPick: (slug: string) => void }) {
  const listId = useId();
  const [text, setText] = useState("");
  const [suggestions, setSuggestions] = useState<ProviderSuggestion[]>([]);
  useEffect(() => {
    if (text.trim() === "") return;
    const timer = setTimeout(async () => {
      const result = await suggestProvidersAction({ text });
      if (result.ok) setSuggestions(result.value);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [text]);
  const slugOf = (value: string) => suggestions.find(({ slug, name }) => value === name || value === slug)?.slug;
  const pick = (slug: string) => {
    setText("");
    onPick(slug);
  };
  const onChange = (value: string) => {
    const slug = slugOf(value);
    if (slug && value.length - text.length > 1) pick(slug);
    else setText(value);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const slug = slugOf(text.trim()) ?? (suggestions.length === 1 ? suggestions[0]?.slug : undefined);
    if (slug) pick(slug);
  };
  return (
    <form onSubmit={onSubmit}>
      <Input
        aria-label="Filter by provider"
        placeholder="Provider"
        list={listId}
        className="max-w-40"
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={listId}>
        {suggestions.map(({ slug, name }) => (
          <option key={slug} value={name} />
        ))}
      </datalist>
    </form>
  );
}
