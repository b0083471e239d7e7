import { endWithParent } from "@/lib/end-with-parent";

// Loaded with --import before the main of each process that the supervisor starts.
endWithParent();
