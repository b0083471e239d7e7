import { FlaskConical } from "lucide-react";

/** On every page while the records are a scenario's: nobody may take them for a real fleet. */
export function DemoMark({ title, notes }: { title: string; notes: readonly string[] }) {
  return (
    <details className="group border-line border-b bg-warn-soft text-caption text-warn-text">
      <summary className="flex cursor-pointer items-center gap-2 px-4 py-1 sm:px-6">
        <FlaskConical className="size-3.5 shrink-0" aria-hidden="true" />
        <span className="truncate">
          <b className="font-semibold">Demo</b> · {title}
        </span>
        <span className="ml-auto shrink-0 underline group-open:hidden">What is made up</span>
      </summary>
      <ul className="grid max-w-3xl list-disc gap-0.5 px-4 pt-1 pb-3 pl-10 text-text sm:px-6 sm:pl-12">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  );
}
