ALTER TABLE "users" ADD COLUMN "person_id" uuid;--> statement-breakpoint
CREATE INDEX "users_person" ON "users" USING btree ("person_id") WHERE "users"."person_id" is not null;