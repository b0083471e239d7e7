/** The look of a menu and of its items, for Radix's parts. */
export const menuClass =
  "z-50 min-w-48 animate-appear rounded-md border border-line bg-surface p-1 text-table shadow-overlay";
export const menuItemClass =
  "flex h-8 w-full cursor-default select-none items-center gap-2 rounded-sm px-2 text-left outline-none data-[highlighted]:bg-sunken";
export const menuLabelClass = "px-2 pt-1.5 pb-1 text-caption text-muted";
