ALTER TABLE `attempt` RENAME COLUMN "reason_message" TO "reason_said";--> statement-breakpoint
ALTER TABLE `delivery` RENAME COLUMN "reason_message" TO "reason_said";--> statement-breakpoint
-- Sentences have codes now; what was written before has words only, and is shown as it was written.
UPDATE `attempt` SET `reason_said` = json_object('says', 'as_written', 'params', json_object('text', `reason_said`)) WHERE `reason_said` IS NOT NULL;--> statement-breakpoint
UPDATE `delivery` SET `reason_said` = json_object('says', 'as_written', 'params', json_object('text', `reason_said`)) WHERE `reason_said` IS NOT NULL;--> statement-breakpoint
UPDATE `account` SET `health_reason` = json_object('says', 'as_written', 'params', json_object('text', `health_reason`)) WHERE `health_reason` IS NOT NULL;
