ALTER TABLE "tokens" ADD COLUMN "created_by_id" uuid;--> statement-breakpoint
CREATE INDEX "tokens_maker" ON "tokens" USING btree ("created_by_id","created_at") WHERE "tokens"."created_by_id" is not null;--> statement-breakpoint
-- Who made the tokens that are there stands in the audit trail, by id.
UPDATE "tokens" SET "created_by_id" = made.actor_id::uuid
FROM "audit_log" made
WHERE made.action = 'token.create' AND made.target_kind = 'token' AND made.actor_kind = 'user' AND made.target_id = "tokens".id::text;
