CREATE TABLE `api_key` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`ending` text NOT NULL,
	`scopes` text NOT NULL,
	`asks_first` integer NOT NULL,
	`daily_publishes` integer,
	`daily_spend` real,
	`created_at` integer NOT NULL,
	`created_by` text,
	`expires_at` integer,
	`last_used_at` integer,
	`revoked_at` integer,
	`previous_hash` text,
	`previous_until` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `api_key_hash` ON `api_key` (`hash`);--> statement-breakpoint
CREATE INDEX `api_key_previous` ON `api_key` (`previous_hash`);--> statement-breakpoint
CREATE TABLE `approval` (
	`id` text PRIMARY KEY NOT NULL,
	`key_id` text NOT NULL,
	`operation` text NOT NULL,
	`input` text NOT NULL,
	`posts` text NOT NULL,
	`asked_at` integer NOT NULL,
	`state` text NOT NULL,
	`answered_at` integer,
	`output` text,
	FOREIGN KEY (`key_id`) REFERENCES `api_key`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `approval_state` ON `approval` (`state`,`asked_at`);--> statement-breakpoint
CREATE TABLE `idempotent_call` (
	`caller` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`boot_id` text NOT NULL,
	`at` integer NOT NULL,
	`output` text,
	PRIMARY KEY(`caller`, `key`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `idempotent_call_at` ON `idempotent_call` (`at`);--> statement-breakpoint
CREATE TABLE `key_call` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`key_id` text NOT NULL,
	`at` integer NOT NULL,
	`operation` text NOT NULL,
	`status` integer NOT NULL,
	`code` text,
	`ms` integer NOT NULL,
	`about` text,
	FOREIGN KEY (`key_id`) REFERENCES `api_key`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `key_call_at` ON `key_call` (`at`);--> statement-breakpoint
CREATE INDEX `key_call_key` ON `key_call` (`key_id`,`at`);--> statement-breakpoint
ALTER TABLE `delivery` ADD `key_id` text;