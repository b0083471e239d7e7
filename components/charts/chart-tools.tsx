"use client";
import { ImageDown, Table2 } from "lucide-react";
import type { RefObject } from "react";
import { Button } from "@/components/ui/button";
import { useToast } from "@/components/ui/toast";
import { Tooltip } from "@/components/ui/tooltip";
import { chartPng } from "./chart-png";

type ChartToolsProps = {
  frame: RefObject<HTMLElement | null>;
  csv: () => string;
  isTable: boolean;
  onTable: () => void;
};

/** The table behind the chart, and the ways to take it along. */
export function ChartTools({ frame, csv, isTable, onTable }: ChartToolsProps) {
  const toast = useToast();
  const copyCsv = async () => {
    try {
      await navigator.clipboard.writeText(csv());
      toast({ title: "Copied as CSV" });
    } catch {
      toast({ title: "The browser did not allow copying. Select the table instead (key t).", tone: "bad" });
    }
  };
  const copyPng = async () => {
    if (!frame.current) return;
    try {
      const blob = await chartPng(frame.current);
      await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
      toast({ title: "Copied as PNG" });
    } catch {
      toast({ title: "The browser did not allow copying a picture. Copy as CSV instead.", tone: "bad" });
    }
  };
  return (
    <div className="flex items-center gap-1" data-png="skip">
      <Tooltip content="The same numbers as a table (key t)">
        <Button
          size="sm"
          variant="ghost"
          icon={<Table2 className="size-3.5" />}
          aria-pressed={isTable}
          aria-keyshortcuts="t"
          onClick={onTable}
        >
          {isTable ? "Chart" : "Table"}
        </Button>
      </Tooltip>
      <Button size="sm" variant="ghost" onClick={copyCsv}>
        CSV
      </Button>
      {isTable ? null : (
        <Button size="sm" variant="ghost" icon={<ImageDown className="size-3.5" />} onClick={copyPng}>
          PNG
        </Button>
      )}
    </div>
  );
}
