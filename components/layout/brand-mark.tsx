/** A roll call: those who answered, and one place that is empty. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 16 16" className="size-4 shrink-0" aria-hidden="true">
      <g fill="currentColor">
        <rect x="0.5" y="0.5" width="4" height="4" rx="1" />
        <rect x="6" y="0.5" width="4" height="4" rx="1" />
        <rect x="11.5" y="0.5" width="4" height="4" rx="1" />
        <rect x="0.5" y="6" width="4" height="4" rx="1" />
        <rect x="11.5" y="6" width="4" height="4" rx="1" />
        <rect x="0.5" y="11.5" width="4" height="4" rx="1" />
        <rect x="6" y="11.5" width="4" height="4" rx="1" />
        <rect x="11.5" y="11.5" width="4" height="4" rx="1" />
      </g>
      <rect x="6.5" y="6.5" width="3" height="3" rx="0.75" fill="none" stroke="currentColor" strokeOpacity="0.55" />
    </svg>
  );
}
