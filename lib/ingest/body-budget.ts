import { AppError } from "@/lib/app-error";
import { limits } from "./limits";

/** Bytes of all bodies that are held at one time: many large ones together must not take the memory. */
export class BodyBudget {
  #held = 0;

  /** Throws AppError "busy". */
  take(bytes: number): void {
    if (this.#held + bytes > limits.allBodiesBytes) {
      throw new AppError("unavailable", "busy", "Too many large bodies at once. Try again in a moment.");
    }
    this.#held += bytes;
  }

  give(bytes: number): void {
    this.#held -= bytes;
  }
}
