import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type Props = {
  label: string;
  name: string;
  hint?: string;
  value?: string | undefined;
  error?: string | undefined;
  isMono?: boolean;
  isFixed?: boolean;
  isOptional?: boolean;
};

/** One line of text of an endpoint's form. */
export function TypedField({ label, name, hint, value = "", error, isMono, isFixed, isOptional }: Props) {
  return (
    <Field label={label} hint={isFixed ? "Muster's own: its code says where" : hint} error={error}>
      {(control) => (
        <Input
          {...control}
          name={name}
          defaultValue={value}
          required={!isOptional}
          disabled={isFixed}
          autoComplete="off"
          className={isMono ? "font-mono" : ""}
        />
      )}
    </Field>
  );
}
