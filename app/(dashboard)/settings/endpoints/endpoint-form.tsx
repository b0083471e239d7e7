"use client";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { DataForm } from "@/components/ui/data-form";
import { FormError } from "@/components/ui/form-error";
import type { Endpoint } from "@/lib/endpoints/endpoint";
import { methods } from "@/lib/endpoints/endpoint-choices";
import { type RiskFacts, riskOf } from "@/lib/endpoints/endpoint-risk";
import { createEndpointAction, updateEndpointAction } from "./actions";
import { ChoiceField } from "./choice-field";
import { ExposureFields } from "./exposure-fields";
import { type RiskChoice, RiskFields } from "./risk-fields";
import { TypedField } from "./typed-field";

type Failure = { field: string; message: string };

export function EndpointForm({ endpoint, onDone }: { endpoint?: Endpoint; onDone: () => void }) {
  const [facts, setFacts] = useState<RiskFacts>(endpoint ?? usual);
  const [risk, setRisk] = useState<RiskChoice>(endpoint?.riskReason ? endpoint.risk : "criteria");
  const [failure, setFailure] = useState<Failure>();
  const [isPending, start] = useTransition();
  const isOwn = endpoint?.source === "muster";
  const submit = (form: FormData) =>
    start(async () => {
      const text = (name: string) => String(form.get(name) ?? "");
      const address = isOwn ? { host: endpoint.host, path: endpoint.path } : { host: text("host"), path: text("path") };
      const fields = { ...facts, ...address, summary: text("summary"), owner: text("owner") };
      const entered = { ...fields, risk: risk === "criteria" ? null : risk, riskReason: text("riskReason") };
      const result = endpoint
        ? await updateEndpointAction({ id: endpoint.id, revision: endpoint.revision, endpoint: entered })
        : await createEndpointAction(entered);
      if (result.ok) onDone();
      else setFailure(failureOf(result.error));
    });
  const errorOf = (field: string) => (failure?.field === field ? failure.message : undefined);
  return (
    <DataForm onData={submit}>
      <div className="grid gap-4 sm:grid-cols-[8rem_1fr]">
        <ChoiceField
          {...{ label: "Method", name: "method", options: methods, defaultValue: facts.method, disabled: isOwn }}
          onChange={(method) => setFacts({ ...facts, method })}
        />
        <TypedField
          label="Host"
          name="host"
          hint="With its port where it is not the usual one"
          value={endpoint?.host}
          error={errorOf("host")}
          isMono
          isFixed={isOwn}
        />
      </div>
      <TypedField
        label="Path"
        name="path"
        hint="A template: /devices/{id}"
        value={endpoint?.path ?? "/"}
        error={errorOf("path")}
        isMono
        isFixed={isOwn}
      />
      <TypedField label="What it does" name="summary" value={endpoint?.summary} error={errorOf("summary")} isOptional />
      <TypedField
        label="Owner"
        name="owner"
        hint="The team or person who answers for it"
        value={endpoint?.owner}
        error={errorOf("owner")}
      />
      <ExposureFields facts={facts} onChange={setFacts} />
      <RiskFields
        {...{ risk, byCriteria: riskOf(facts), reason: endpoint?.riskReason, onChange: setRisk }}
        error={errorOf("riskReason")}
      />
      {failure && !typed.includes(failure.field) ? <FormError>{failure.message}</FormError> : null}
      <Button type="submit" variant="primary" isPending={isPending} className="justify-self-start">
        {endpoint ? "Save" : "Enter"}
      </Button>
    </DataForm>
  );
}

const usual: RiskFacts = { method: "GET", exposure: "internet", authentication: "bearer", dataClass: "internal" };
const typed = ["host", "path", "summary", "owner", "riskReason"];

/** The field may be named with the object that it is in. */
function failureOf(error: { message: string; details: Record<string, unknown> }): Failure {
  const [issue] = Array.isArray(error.details.issues) ? error.details.issues : [];
  const field = String(issue?.field ?? error.details.field ?? "").replace(/^endpoint\./, "");
  return { field, message: String(issue?.message ?? error.message) };
}
