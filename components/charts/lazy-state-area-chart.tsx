"use client";
import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";
import type { StateAreaChartProps } from "./state-area-chart";

/** The chart's code comes after the page: numbers first. The place it will take is kept. */
export const LazyStateAreaChart = dynamic<StateAreaChartProps>(
  () => import("./state-area-chart").then((module) => module.StateAreaChart),
  {
    ssr: false,
    loading: () => (
      <div role="status" aria-label="Loading the chart" className="rounded-lg border border-line bg-surface p-4">
        <Skeleton className="h-[22.75rem] w-full" />
      </div>
    ),
  },
);
