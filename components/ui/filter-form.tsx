import type { ReactNode } from "react";
import { Button } from "./button";
import { Field } from "./field";
import { Input } from "./input";
import { Select } from "./select";

/** A plain form: the filter is the address. */
export function FilterForm({ children }: { children: ReactNode }) {
  return (
    <search>
      <form method="get" className="flex flex-wrap items-end gap-2">
        {children}
        <Button type="submit">Filter</Button>
      </form>
    </search>
  );
}

type FilterChoiceProps = {
  label: string;
  name: string;
  value: string | number | undefined;
  /** Values, or values with what they are called. */
  options: readonly (string | readonly [value: string | number, label: string])[];
  /** What no choice is called; null where one is always made. */
  anything?: string | null;
};

export function FilterChoice({ label, name, value, options, anything = "all" }: FilterChoiceProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Select {...control} name={name} defaultValue={value ?? ""} className="w-40">
          {anything === null ? null : <option value="">{anything}</option>}
          {options.map((option) => {
            const [key, text] = typeof option === "string" ? [option, option] : option;
            return (
              <option key={key} value={key}>
                {text}
              </option>
            );
          })}
        </Select>
      )}
    </Field>
  );
}

type FilterTextProps = { label: string; name: string; value: string | undefined; placeholder?: string };

export function FilterText({ label, name, value, placeholder }: FilterTextProps) {
  return (
    <Field label={label}>
      {(control) => (
        <Input
          {...control}
          name={name}
          defaultValue={value ?? ""}
          maxLength={100}
          placeholder={placeholder}
          className="w-48"
        />
      )}
    </Field>
  );
}
