CREATE TABLE "installation" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invite" (
	"code" text PRIMARY KEY NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_by" text,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "pace" (
	"door" text NOT NULL,
	"channel" text NOT NULL,
	"free_at" timestamp with time zone NOT NULL,
	"not_before" timestamp with time zone,
	CONSTRAINT "pace_door_channel_pk" PRIMARY KEY("door","channel")
);
--> statement-breakpoint
CREATE TABLE "room" (
	"door" text NOT NULL,
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"topic" text NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "room_door_channel_pk" PRIMARY KEY("door","channel"),
	CONSTRAINT "room_address" UNIQUE("door","address")
);
--> statement-breakpoint
ALTER TABLE "delivery" DROP CONSTRAINT "delivery_slot";--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "pages" jsonb;--> statement-breakpoint
ALTER TABLE "delivery" ADD COLUMN "cause" text;--> statement-breakpoint
ALTER TABLE "question" ADD COLUMN "reply" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "question" ADD COLUMN "user" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "question" ADD COLUMN "room" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "question" ADD COLUMN "took_ms" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "question" ADD COLUMN "useful" boolean;--> statement-breakpoint
ALTER TABLE "question" ADD COLUMN "useful_at" timestamp with time zone;--> statement-breakpoint
CREATE UNIQUE INDEX "delivery_slot" ON "delivery" USING btree ("subscription_id","slot_at") WHERE "delivery"."cause" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "delivery_notice" ON "delivery" USING btree ("door","channel","cause") WHERE "delivery"."cause" is not null;--> statement-breakpoint
CREATE INDEX "question_asker" ON "question" USING btree ("door","room","user","at");--> statement-breakpoint
ALTER TABLE "question" ADD CONSTRAINT "question_reply_unique" UNIQUE("reply");