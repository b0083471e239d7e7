import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** Why a review is corrected or withdrawn. */
export function ReasonField({ hint }: { hint: string }) {
  return (
    <Field label="Reason" hint={hint}>
      {(control) => <Input {...control} name="reason" required maxLength={500} autoComplete="off" />}
    </Field>
  );
}
