CREATE TABLE `ended_orders` (
	`order_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`ended_at` datetime(3) NOT NULL,
	CONSTRAINT `ended_orders_order_id` PRIMARY KEY(`order_id`)
);
--> statement-breakpoint
ALTER TABLE `book_lines` MODIFY COLUMN `account` enum('bank-receivable','bank-account','customer-deposits','bank-fees','bank-adjustments') NOT NULL;--> statement-breakpoint
ALTER TABLE `book_movements` MODIFY COLUMN `reason` enum('captured','refunded','settled','fee','corrected','refund-failed','settlement-failed','adjusted') NOT NULL;--> statement-breakpoint
ALTER TABLE `refunds` MODIFY COLUMN `idempotency_key` varchar(150) character set ascii collate ascii_bin NOT NULL;--> statement-breakpoint
ALTER TABLE `refunds` MODIFY COLUMN `status` enum('requested','succeeded','refused','pending','failed') NOT NULL;--> statement-breakpoint
-- In one statement: the release before relies on `payments_order` while this runs.
ALTER TABLE `payments`
	DROP INDEX `payments_order`,
	ADD `attempt` int DEFAULT 1 NOT NULL,
	ADD `lane` enum('confirmation','command','again') DEFAULT 'confirmation' NOT NULL,
	ADD `unfinished_since` datetime(3),
	ADD `trouble_kind` varchar(40) character set ascii collate ascii_bin,
	ADD `trouble_reason` varchar(200) character set utf8mb4 collate utf8mb4_bin,
	ADD `trouble_since` datetime(3),
	ADD CONSTRAINT `payments_order` UNIQUE(`order_id`,`attempt`),
	ADD INDEX `payments_lane` (`lane`,`due_at`),
	ADD INDEX `payments_trouble` (`trouble_kind`,`id`),
	ADD INDEX `payments_unfinished` (`unfinished_since`);--> statement-breakpoint
-- What is held for nobody is looked at from now on; the release before does no harm to that.
UPDATE `payments` SET `due_at` = utc_timestamp(3) WHERE `status` = 'authorised' AND `due_at` IS NULL;--> statement-breakpoint
UPDATE `payments` SET `unfinished_since` = `created_at` WHERE `due_at` IS NOT NULL;
