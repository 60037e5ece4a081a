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
CREATE INDEX `idempotent_call_at` ON `idempotent_call` (`at`);