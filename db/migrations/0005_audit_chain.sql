CREATE TABLE "audit_chain" (
	"position" bigint PRIMARY KEY NOT NULL,
	"audit_id" bigint NOT NULL,
	"xid" "xid8" NOT NULL,
	"form" smallint NOT NULL,
	"hash" "bytea" NOT NULL,
	"linked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "audit_chain_audit_id_unique" UNIQUE("audit_id")
);
--> statement-breakpoint
ALTER TABLE "audit_log" ADD COLUMN "xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL;--> statement-breakpoint
CREATE INDEX "audit_log_feed" ON "audit_log" USING btree ("xid","id");