"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { useState, useTransition } from "react";
import type { ActionError } from "@/app/action";
import { FreshSignInNotice } from "@/components/layout/fresh-sign-in-notice";
import { usePreferences } from "@/components/preferences/preferences-provider";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { useKeptInput } from "@/components/ui/use-kept-input";
import { fromZonedInput } from "@/components/ui/zoned-time";
import type { PolicyEstimate } from "@/lib/fleet/policy/policy-estimate";
import { estimatePolicyAction, proposePolicyAction, savePolicyAction } from "../actions";
import { EstimateView } from "../estimate-view";

import { PolicyFields, type PolicyValues } from "./policy-fields";
import { SavePanel } from "./save-panel";

type Read = { estimate: PolicyEstimate; of: PolicyValues };
type Props = { initial: Pick<PolicyValues, "minimumAgent" | "agentMode" | "legacyTokenMode" | "verificationMode"> };

/** A policy cannot be saved before its estimate was read; an edit after it asks for a new one. */
export function PolicyForm({ initial }: Props) {
  const { zone } = usePreferences();
  const incident = useSearchParams().get("incident") ?? undefined;
  const router = useRouter();
  const toast = useToast();
  const [values, setValues] = useKeptInput<PolicyValues>("policy", { ...initial, effective: "", note: "" });
  const [read, setRead] = useState<Read | null>(null);
  const [error, setError] = useState<ActionError | null>(null);
  const [isEstimating, startEstimate] = useTransition();
  const [isSaving, startSave] = useTransition();
  const draft = draftOf(values, zone);
  const isCurrent = read !== null && sameRules(read.of, values);

  const estimate = () =>
    startEstimate(async () => {
      const result = await estimatePolicyAction(draft);
      setError(result.ok ? null : result.error);
      setRead(result.ok ? { estimate: result.value, of: values } : null);
    });
  const save = () =>
    startSave(async () => {
      const result = await savePolicyAction({ draft, incident });
      if (!result.ok) return setError(result.error);
      setValues(null);
      toast({ title: `Policy ${result.value} is set` });
      router.push("/fleet/policy");
    });
  const propose = (confirmedDevices: number | undefined) =>
    startSave(async () => {
      const result = await proposePolicyAction({ draft, confirmedDevices, incident });
      if (!result.ok) return setError(result.error);
      setValues(null);
      router.push(`/approvals/${result.value}`);
    });

  return (
    <div className="grid max-w-5xl gap-6">
      <form
        className="grid gap-5 rounded-lg border border-line bg-surface p-5"
        onSubmit={(event) => {
          event.preventDefault();
          estimate();
        }}
      >
        <PolicyFields values={values} error={error} onChange={setValues} />
        <Button
          type="submit"
          variant={isCurrent ? "default" : "primary"}
          isPending={isEstimating}
          className="justify-self-start"
        >
          {read ? "Estimate again" : "Estimate the effect"}
        </Button>
      </form>
      {error?.code === "fresh_sign_in_needed" ? <FreshSignInNotice /> : null}
      {error && error.code !== "fresh_sign_in_needed" ? (
        <p role="alert" className="rounded-md bg-bad-soft px-3 py-2 text-bad-text text-table">
          {error.message}
        </p>
      ) : null}
      {read && !isCurrent ? (
        <p role="status" className="rounded-md bg-warn-soft px-3 py-2 text-table text-warn-text">
          The rules were edited since this was estimated: estimate again before saving.
        </p>
      ) : null}
      {read ? (
        <div className={isCurrent ? "grid gap-6" : "grid gap-6 opacity-55"}>
          <EstimateView estimate={read.estimate} />
          {isCurrent ? (
            <SavePanel rules={values} estimate={read.estimate} isPending={isSaving} onSave={save} onPropose={propose} />
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

function draftOf(values: PolicyValues, zone: string) {
  const effectiveAt = fromZonedInput(values.effective, zone);
  return {
    minimumAgent: values.minimumAgent,
    agentMode: values.agentMode,
    legacyTokenMode: values.legacyTokenMode,
    verificationMode: values.verificationMode,
    effectiveAt: effectiveAt === null ? null : new Date(effectiveAt),
    note: values.note,
  };
}

/** A note changes nothing that is estimated. */
const sameRules = (a: PolicyValues, b: PolicyValues) =>
  (["minimumAgent", "agentMode", "legacyTokenMode", "verificationMode", "effective"] as const).every(
    (field) => a[field] === b[field],
  );
