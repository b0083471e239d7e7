"use client";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { MomentInput } from "@/components/ui/moment-input";
import { Select } from "@/components/ui/select";
import { type TaskState, taskStateLabels, taskStates } from "@/lib/incidents/response/task-choices";

/** As the form holds it; `due` is the value of a MomentInput. */
export type TaskValues = {
  title: string;
  detail: string;
  state: TaskState;
  blockedBy: string;
  ownerId: string;
  due: string;
};
export type Candidate = { id: string; name: string; role: string };

type Props = {
  values: TaskValues;
  onChange: (values: TaskValues) => void;
  candidates: readonly Candidate[];
  /** Only how far it is. */
  isOwnOnly: boolean;
  isNew: boolean;
};

export function TaskFields({ values, onChange, candidates, isOwnOnly, isNew }: Props) {
  const set = (part: Partial<TaskValues>) => onChange({ ...values, ...part });
  return (
    <>
      {isNew ? null : (
        <Field label="State">
          {(control) => (
            <Select
              {...control}
              value={values.state}
              // The options are the states.
              onChange={(event) => set({ state: event.target.value as TaskState })}
            >
              {taskStates.map((state) => (
                <option key={state} value={state}>
                  {taskStateLabels[state]}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {values.state === "blocked" ? (
        <Field label="What it waits for">
          {(control) => (
            <Input
              {...control}
              value={values.blockedBy}
              maxLength={500}
              required
              onChange={(event) => set({ blockedBy: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      {isOwnOnly ? null : (
        <>
          <Field label="What is to be done">
            {(control) => (
              <Input
                {...control}
                value={values.title}
                maxLength={200}
                required
                onChange={(event) => set({ title: event.target.value })}
              />
            )}
          </Field>
          <Field label="Detail" hint="Optional.">
            {(control) => (
              <Textarea
                {...control}
                value={values.detail}
                maxLength={5_000}
                onChange={(event) => set({ detail: event.target.value })}
              />
            )}
          </Field>
          <Field label="Owner">
            {(control) => (
              <Select {...control} value={values.ownerId} onChange={(event) => set({ ownerId: event.target.value })}>
                <option value="">nobody</option>
                {candidates.map(({ id, name, role }) => (
                  <option key={id} value={id}>
                    {`${name} (${role})`}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Due" hint="Optional.">
            {(control) => <MomentInput {...control} value={values.due} onChange={(due) => set({ due })} />}
          </Field>
        </>
      )}
    </>
  );
}
