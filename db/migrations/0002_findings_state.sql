ALTER TABLE "findings" ADD COLUMN "detector_state" jsonb;--> statement-breakpoint
CREATE INDEX "transitions_minute" ON "transitions" USING brin ("minute");