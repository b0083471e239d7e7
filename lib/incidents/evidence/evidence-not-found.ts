import { AppError } from "@/lib/app-error";

export const evidenceNotFound = () => new AppError("not_found", "evidence_not_found", "There is no such file.");
