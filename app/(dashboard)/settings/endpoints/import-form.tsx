"use client";
import { Button } from "@/components/ui/button";
import { DataForm } from "@/components/ui/data-form";
import { Field } from "@/components/ui/field";
import { FormError } from "@/components/ui/form-error";
import { Input } from "@/components/ui/input";
import { dataClasses, dataClassLabels, exposureLabels, exposures } from "@/lib/endpoints/endpoint-choices";
import { ChoiceField } from "./choice-field";

type Props = { onSubmit: (query: string, file: File) => void; isPending: boolean; error: string | undefined };

export function ImportForm({ onSubmit, isPending, error }: Props) {
  const submit = (form: FormData) => {
    const file = form.get("document");
    if (!(file instanceof File) || isPending) return;
    const query = new URLSearchParams();
    for (const name of ["owner", "exposure", "dataClass", "host"]) query.set(name, String(form.get(name) ?? ""));
    onSubmit(query.toString(), file);
  };
  return (
    <DataForm onData={submit}>
      <Field label="Document">
        {(control) => (
          <input
            {...control}
            type="file"
            name="document"
            required
            accept=".json,.yaml,.yml"
            className="w-full text-table"
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Owner" hint="Of the endpoints that it adds">
          {(control) => <Input {...control} name="owner" required maxLength={120} autoComplete="off" />}
        </Field>
        <Field label="Host" hint="Where the document does not say, or instead of what it says">
          {(control) => <Input {...control} name="host" maxLength={260} autoComplete="off" className="font-mono" />}
        </Field>
        <ChoiceField label="Exposed to" name="exposure" options={exposures} labels={exposureLabels} />
        <ChoiceField
          label="Data"
          name="dataClass"
          options={dataClasses}
          labels={dataClassLabels}
          defaultValue="internal"
        />
      </div>
      {error ? <FormError>{error}</FormError> : null}
      <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
        Preview
      </Button>
    </DataForm>
  );
}
