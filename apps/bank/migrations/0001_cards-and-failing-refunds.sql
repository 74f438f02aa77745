CREATE TABLE `failing_refunds` (
	`intent_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`refund_reference` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`at` datetime(3) NOT NULL,
	CONSTRAINT `failing_refunds_intent_id_refund_reference_pk` PRIMARY KEY(`intent_id`,`refund_reference`)
);
--> statement-breakpoint
-- In one statement: a refund is unique at every moment.
ALTER TABLE `movements`
	DROP INDEX `movements_refund`,
	MODIFY COLUMN `type` enum('capture','refund','fee','refund-failed') NOT NULL,
	ADD CONSTRAINT `movements_refund` UNIQUE(`intent_id`,`refund_reference`,`type`);--> statement-breakpoint
ALTER TABLE `intents`
	ADD `declined_cards` int DEFAULT 0 NOT NULL,
	ADD `description` varchar(100);--> statement-breakpoint
CREATE INDEX `failing_refunds_at` ON `failing_refunds` (`at`);
