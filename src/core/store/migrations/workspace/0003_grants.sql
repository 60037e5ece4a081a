ALTER TABLE `account` ADD `expiry_told` integer;--> statement-breakpoint
ALTER TABLE `account` ADD `grant_id` text;