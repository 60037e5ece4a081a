CREATE TABLE `webhook` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`topics` text NOT NULL,
	`active` integer NOT NULL,
	`created_at` integer NOT NULL,
	`last_delivered_at` integer,
	`last_failed_at` integer,
	`previous_until` integer
) STRICT;
--> statement-breakpoint
CREATE TABLE `webhook_message` (
	`id` text PRIMARY KEY NOT NULL,
	`webhook_id` text NOT NULL,
	`topic` text NOT NULL,
	`payload` text NOT NULL,
	`created_at` integer NOT NULL,
	`tries` text NOT NULL,
	`state` text NOT NULL,
	`next_at` integer,
	FOREIGN KEY (`webhook_id`) REFERENCES `webhook`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `webhook_message_webhook` ON `webhook_message` (`webhook_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `webhook_message_next` ON `webhook_message` (`next_at`) WHERE next_at is not null;