/** Has the final size from the start and shows itself only when loading lasts, so that nothing flickers or shifts. */
export function Skeleton({ className = "" }: { className?: string }) {
  return <span aria-hidden="true" className={`block animate-late rounded-md bg-sunken ${className}`} />;
}
