import { visibleControls } from "./visible-controls";

/** Text that somebody entered, as it is: never markup, its direction its own, and nothing hidden in it. */
export function PlainText({ children }: { children: string }) {
  return (
    <bdi className="break-words" style={{ overflowWrap: "anywhere" }}>
      {visibleControls(children)}
    </bdi>
  );
}
