import { type DrawnState, type StateShape, stateLooks } from "./state-look";

const shapes: Record<StateShape, React.ReactNode> = {
  disc: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  triangle: <path d="M5 .8 9.4 9H.6Z" fill="currentColor" />,
  square: <rect x="1" y="1" width="8" height="8" fill="currentColor" />,
  ring: <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.75" />,
  diamond: <path d="M5 .4 9.6 5 5 9.6.4 5Z" fill="currentColor" />,
  hatch: <path d="M1 4 4 1M1 8.5 8.5 1M4 9l5-5M7.6 9.6l2-2" stroke="currentColor" strokeWidth="1.5" fill="none" />,
  dash: <path d="M1 5h8" stroke="currentColor" strokeWidth="2" />,
};

/** The shape and colour of a state; a word always stands beside it. */
export function StateMark({ state }: { state: DrawnState }) {
  const look = stateLooks[state];
  return (
    <svg viewBox="0 0 10 10" className="size-2.5 shrink-0" style={{ color: look.color }} aria-hidden="true">
      {shapes[look.shape]}
    </svg>
  );
}
