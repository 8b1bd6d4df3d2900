CREATE TABLE "admin" (
	"door" text NOT NULL,
	"user" text NOT NULL,
	"name" text,
	"added_by" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	CONSTRAINT "admin_door_user_pk" PRIMARY KEY("door","user")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"door" text,
	"channel" text,
	"action" text NOT NULL,
	"subject" text,
	"detail" jsonb
);
--> statement-breakpoint
CREATE TABLE "delivery" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"subscription_id" uuid NOT NULL,
	"slot_at" timestamp with time zone NOT NULL,
	"door" text NOT NULL,
	"channel" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"reason" text,
	"card" jsonb,
	"attempts" integer DEFAULT 0 NOT NULL,
	"message" text,
	"last_error" text,
	"created_at" timestamp with time zone NOT NULL,
	"sending_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	CONSTRAINT "delivery_slot" UNIQUE("subscription_id","slot_at"),
	CONSTRAINT "delivery_state" CHECK ("delivery"."state" in ('pending', 'sending', 'sent', 'skipped', 'failed', 'unknown'))
);
--> statement-breakpoint
CREATE TABLE "dialogue" (
	"door" text NOT NULL,
	"conversation" text NOT NULL,
	"user" text NOT NULL,
	"memory" jsonb NOT NULL,
	"touched_at" timestamp with time zone NOT NULL,
	CONSTRAINT "dialogue_door_conversation_user_pk" PRIMARY KEY("door","conversation","user")
);
--> statement-breakpoint
CREATE TABLE "question" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"door" text NOT NULL,
	"text" text NOT NULL,
	"outcome" text NOT NULL,
	"pack" text,
	"records" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "registration" (
	"door" text NOT NULL,
	"channel" text NOT NULL,
	"pack" text NOT NULL,
	"record" text NOT NULL,
	"done_by" text NOT NULL,
	"done_at" timestamp with time zone NOT NULL,
	CONSTRAINT "registration_door_channel_pack_record_pk" PRIMARY KEY("door","channel","pack","record")
);
--> statement-breakpoint
CREATE TABLE "seen_message" (
	"door" text NOT NULL,
	"message" text NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "seen_message_door_message_pk" PRIMARY KEY("door","message")
);
--> statement-breakpoint
CREATE TABLE "subscription" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text,
	"door" text NOT NULL,
	"channel" text NOT NULL,
	"scope" jsonb NOT NULL,
	"content" jsonb NOT NULL,
	"said" text NOT NULL,
	"schedule" jsonb NOT NULL,
	"time_zone" text DEFAULT 'Asia/Shanghai' NOT NULL,
	"off_day" text DEFAULT 'send' NOT NULL,
	"quiet" jsonb,
	"late" text DEFAULT 'latest' NOT NULL,
	"late_within_hours" integer,
	"silent_when_empty" boolean DEFAULT false NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"state_reason" text,
	"paused_until" date,
	"cursor_at" timestamp with time zone NOT NULL,
	"next_at" timestamp with time zone,
	"concluded_at" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "subscription_name_unique" UNIQUE("name"),
	CONSTRAINT "subscription_state" CHECK ("subscription"."state" in ('active', 'paused', 'suspended', 'ended')),
	CONSTRAINT "subscription_off_day" CHECK ("subscription"."off_day" in ('send', 'next', 'previous')),
	CONSTRAINT "subscription_late" CHECK ("subscription"."late" in ('latest', 'all', 'none'))
);
--> statement-breakpoint
ALTER TABLE "delivery" ADD CONSTRAINT "delivery_subscription_id_subscription_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscription"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_at" ON "audit" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_channel" ON "audit" USING btree ("door","channel","at");--> statement-breakpoint
CREATE INDEX "delivery_open" ON "delivery" USING btree ("door","state") WHERE "delivery"."state" in ('pending', 'sending', 'unknown');--> statement-breakpoint
CREATE INDEX "delivery_settled" ON "delivery" USING btree ("settled_at");--> statement-breakpoint
CREATE INDEX "dialogue_touched" ON "dialogue" USING btree ("touched_at");--> statement-breakpoint
CREATE INDEX "question_at" ON "question" USING btree ("at");--> statement-breakpoint
CREATE INDEX "seen_message_at" ON "seen_message" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "subscription_due" ON "subscription" USING btree ("next_at") WHERE "subscription"."state" = 'active';--> statement-breakpoint
CREATE INDEX "subscription_channel" ON "subscription" USING btree ("door","channel");