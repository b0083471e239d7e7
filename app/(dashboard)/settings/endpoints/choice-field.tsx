import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

type Props<Value extends string> = {
  label: string;
  name: string;
  options: readonly Value[];
  labels?: Record<Value, string>;
  defaultValue?: Value | undefined;
  disabled?: boolean;
  onChange?: (value: Value) => void;
};

/** A choice among a few words. */
export function ChoiceField<Value extends string>({ label, name, options, labels, onChange, ...rest }: Props<Value>) {
  return (
    <Field label={label}>
      {(control) => (
        // The values are `options`.
        <Select {...control} {...rest} name={name} onChange={(event) => onChange?.(event.target.value as Value)}>
          {options.map((option) => (
            <option key={option} value={option}>
              {labels?.[option] ?? option}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
