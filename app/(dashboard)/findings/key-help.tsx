import { Dialog } from "@/components/ui/dialog";
import { triageKeys } from "./use-triage-keys";

type Props = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void; mayAct: boolean };

export function KeyHelp({ isOpen, onOpenChange, mayAct }: Props) {
  const keys = triageKeys.filter((each) => mayAct || !("isAct" in each));
  return (
    <Dialog
      title="Keys"
      description="Acts are on what is selected, else on the finding you are at."
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 text-table">
        {keys.map(({ key, label }) => (
          <div key={key} className="col-span-full grid grid-cols-subgrid items-center">
            <dt>
              <kbd className="inline-grid min-w-6 place-items-center rounded-sm border border-line-strong px-1.5 font-mono text-caption">
                {key}
              </kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
