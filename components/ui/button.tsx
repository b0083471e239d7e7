import type { ComponentProps, ReactNode } from "react";
import { Spinner } from "./spinner";

const base =
  "inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-progress";
const variants = {
  primary: "border-transparent bg-inverse text-on-inverse hover:opacity-90",
  default: "border-line bg-surface text-text hover:bg-sunken hover:border-line-strong",
  ghost: "border-transparent bg-transparent text-muted hover:bg-sunken hover:text-text",
  danger: "border-bad bg-surface text-bad-text hover:bg-bad-soft",
} as const;
const sizes = { sm: "h-7 px-2 text-caption", md: "h-8 px-3 text-table", icon: "size-8 text-table" } as const;

export type ButtonLook = { variant?: keyof typeof variants; size?: keyof typeof sizes };

/** The look of a button, for links that act like one. */
export const buttonClass = ({ variant = "default", size = "md" }: ButtonLook = {}): string =>
  `${base} ${variants[variant]} ${sizes[size]}`;

type ButtonProps = ComponentProps<"button"> & ButtonLook & { isPending?: boolean; icon?: ReactNode };

/** While pending it keeps its width and its focus, says so, and takes no second press. */
export function Button({
  variant,
  size,
  isPending = false,
  icon,
  className = "",
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      className={`${buttonClass({ variant, size })} ${className}`}
      aria-disabled={isPending || undefined}
      aria-busy={isPending || undefined}
      onClick={isPending ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {isPending ? <Spinner /> : icon}
      {children}
    </button>
  );
}
