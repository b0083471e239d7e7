DROP INDEX "deliveries_due";--> statement-breakpoint
CREATE INDEX "deliveries_due_kind" ON "deliveries" USING btree ("channel","destination_id","kind","next_attempt_at","id") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" USING btree ("channel","destination_id","next_attempt_at","id") WHERE state = 'waiting';