CREATE TABLE "admin_session" (
	"token" text PRIMARY KEY NOT NULL,
	"user" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channel_plan" (
	"door" text NOT NULL,
	"channel" text NOT NULL,
	"pack" text NOT NULL,
	"set_by" text NOT NULL,
	"set_at" timestamp with time zone NOT NULL,
	CONSTRAINT "channel_plan_door_channel_pk" PRIMARY KEY("door","channel")
);
--> statement-breakpoint
CREATE INDEX "admin_session_expires" ON "admin_session" USING btree ("expires_at");