CREATE TABLE `inbox` (
	`consumer` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`event_id` varchar(100) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`seen_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `inbox_pk` PRIMARY KEY(`consumer`,`event_id`)
);
--> statement-breakpoint
CREATE TABLE `order_timeline` (
	`order_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`number` int NOT NULL,
	`at` datetime(3) NOT NULL,
	`what` varchar(60) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`status` enum('placed','stock-reserved','payment-authorised','confirmed','dispatched','delivered','cancelling','cancelled','payment-failed','expired','return-requested','returned','refunded') NOT NULL,
	`who` varchar(60) character set ascii collate ascii_bin NOT NULL,
	`why` varchar(200) character set utf8mb4 collate utf8mb4_bin,
	CONSTRAINT `order_timeline_order_id_number_pk` PRIMARY KEY(`order_id`,`number`)
);
--> statement-breakpoint
ALTER TABLE `orders` MODIFY COLUMN `status` enum('placed','stock-reserved','payment-authorised','confirmed','dispatched','delivered','cancelling','cancelled','payment-failed','expired','return-requested','returned','refunded') NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` MODIFY COLUMN `reservation_id` varchar(40) character set ascii collate ascii_bin;--> statement-breakpoint
ALTER TABLE `orders` ADD `payment_id` varchar(40) character set ascii collate ascii_bin;--> statement-breakpoint
ALTER TABLE `orders` ADD `shipment_id` varchar(40) character set ascii collate ascii_bin;--> statement-breakpoint
ALTER TABLE `orders` ADD `deliver_to` json;--> statement-breakpoint
ALTER TABLE `orders` ADD `refunded_cents` bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `steps` varchar(200) character set ascii collate ascii_bin DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `next_attempt_at` datetime(3);--> statement-breakpoint
ALTER TABLE `orders` ADD `attempts` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `deadline_at` datetime(3);--> statement-breakpoint
ALTER TABLE `orders` ADD `last_error` varchar(300) character set utf8mb4 collate utf8mb4_bin;--> statement-breakpoint
ALTER TABLE `orders` ADD `refund` json;--> statement-breakpoint
ALTER TABLE `orders` ADD `entries` int DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `orders` ADD `forgotten_at` datetime(3);--> statement-breakpoint
CREATE INDEX `inbox_seen` ON `inbox` (`seen_at`);--> statement-breakpoint
CREATE INDEX `orders_due` ON `orders` (`next_attempt_at`);--> statement-breakpoint
CREATE INDEX `orders_deadline` ON `orders` (`deadline_at`);--> statement-breakpoint
CREATE INDEX `orders_status` ON `orders` (`status`,`id`);