import type { ComponentProps, ReactNode } from "react";
import { ScrollRegion } from "./scroll-region";

type TableFrameProps = {
  label: string;
  /** Then it scrolls downwards too, and a sticky head stays. */
  heightPx?: number;
  children: ReactNode;
};

/** Scrolls sideways inside itself, so that a phone keeps the page. */
export function TableFrame({ label, heightPx, children }: TableFrameProps) {
  return (
    <ScrollRegion
      label={label}
      className="relative rounded-lg border border-line bg-surface"
      style={heightPx ? { height: heightPx } : undefined}
    >
      {children}
    </ScrollRegion>
  );
}

export function Table({ className = "", ...rest }: ComponentProps<"table">) {
  return <table className={`w-full border-collapse text-table ${className}`} {...rest} />;
}

export function TableHead({ className = "", ...rest }: ComponentProps<"thead">) {
  return <thead className={`text-left text-caption text-muted ${className}`} {...rest} />;
}

export function TableRow({ className = "", ...rest }: ComponentProps<"tr">) {
  return <tr className={`border-line not-last:border-b hover:bg-sunken/60 ${className}`} {...rest} />;
}

type CellProps = { isNumber?: boolean };

export function TableHeaderCell({ isNumber, className = "", ...rest }: ComponentProps<"th"> & CellProps) {
  return (
    <th
      scope="col"
      className={`h-8 border-line border-b px-3 font-medium whitespace-nowrap ${isNumber ? "text-right" : ""} ${className}`}
      {...rest}
    />
  );
}

export function TableCell({ isNumber, className = "", ...rest }: ComponentProps<"td"> & CellProps) {
  return <td className={`h-8 px-3 whitespace-nowrap ${isNumber ? "text-right" : ""} ${className}`} {...rest} />;
}
