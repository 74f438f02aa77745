CREATE TABLE `decisions` (
	`sale_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`epoch` int NOT NULL,
	`shard` int NOT NULL,
	`number` int NOT NULL,
	`mark` varchar(16) character set ascii collate ascii_bin NOT NULL,
	CONSTRAINT `decisions_sale_id_epoch_shard_number_pk` PRIMARY KEY(`sale_id`,`epoch`,`shard`,`number`)
);
--> statement-breakpoint
CREATE TABLE `entries` (
	`sale_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`shopper_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`owner_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`deliver_to` json,
	`joined_at` datetime(3) NOT NULL,
	CONSTRAINT `entries_sale_id_shopper_id_pk` PRIMARY KEY(`sale_id`,`shopper_id`)
);
--> statement-breakpoint
CREATE TABLE `idempotency` (
	`id` varchar(43) character set ascii collate ascii_bin NOT NULL,
	`request_hash` varchar(43) character set ascii collate ascii_bin NOT NULL,
	`resource_id` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`owner` varchar(36) character set ascii collate ascii_bin NOT NULL,
	`lease_until` datetime(3),
	`response_status` smallint,
	`response_body` mediumtext,
	`expires_at` datetime(3) NOT NULL,
	CONSTRAINT `idempotency_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `inbox` (
	`consumer` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`event_id` varchar(100) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`seen_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `inbox_pk` PRIMARY KEY(`consumer`,`event_id`)
);
--> statement-breakpoint
CREATE TABLE `people` (
	`subject` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`became` varchar(40) character set ascii collate ascii_bin,
	`erased_at` datetime(3),
	CONSTRAINT `people_subject` PRIMARY KEY(`subject`)
);
--> statement-breakpoint
CREATE TABLE `sale_history` (
	`number` bigint AUTO_INCREMENT NOT NULL,
	`sale_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`at` datetime(3) NOT NULL,
	`what` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`who` varchar(60) character set ascii collate ascii_bin NOT NULL,
	`why` varchar(200) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	CONSTRAINT `sale_history_number` PRIMARY KEY(`number`)
);
--> statement-breakpoint
CREATE TABLE `sales` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`sku` varchar(16) character set ascii collate ascii_bin NOT NULL,
	`price_cents` bigint NOT NULL,
	`pieces` int NOT NULL,
	`opens_at` datetime(3) NOT NULL,
	`ends_at` datetime(3) NOT NULL,
	`per_shopper` int NOT NULL,
	`audience` enum('everyone','accounts') NOT NULL,
	`line` int NOT NULL,
	`pay_seconds` int NOT NULL,
	`lot_milliseconds` int NOT NULL,
	`difficulty` int NOT NULL,
	`per_address` int NOT NULL,
	`shards` int NOT NULL,
	`phase` enum('draft','running','paused','closed','settled') NOT NULL,
	`allotment_id` varchar(40) character set ascii collate ascii_bin,
	`epoch` int NOT NULL DEFAULT 0,
	`sold` int NOT NULL DEFAULT 0,
	`seed` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`token_key` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`rebuild_needed` boolean NOT NULL DEFAULT false,
	`kept_by` varchar(64) character set ascii collate ascii_bin,
	`kept_until` datetime(3),
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `sales_id` PRIMARY KEY(`id`),
	CONSTRAINT `sold_bounds` CHECK(0 <= sold and sold <= pieces)
);
--> statement-breakpoint
CREATE TABLE `tickets` (
	`position` bigint AUTO_INCREMENT NOT NULL,
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`sale_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`shopper_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`click` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`status` enum('admitted','waiting','returned') NOT NULL,
	`paid` boolean NOT NULL DEFAULT false,
	`order_id` varchar(40) character set ascii collate ascii_bin,
	`pay_by` datetime(3),
	`reason` varchar(60) character set ascii collate ascii_bin,
	`task` enum('order','watch','give-back'),
	`due_at` datetime(3),
	`attempts` int NOT NULL DEFAULT 0,
	`changed_at` datetime(3) on update current_timestamp(3) NOT NULL DEFAULT current_timestamp(3),
	CONSTRAINT `tickets_position` PRIMARY KEY(`position`),
	CONSTRAINT `tickets_id` UNIQUE(`id`)
);
--> statement-breakpoint
CREATE INDEX `entries_owner` ON `entries` (`owner_id`,`sale_id`);--> statement-breakpoint
CREATE INDEX `idempotency_expires` ON `idempotency` (`expires_at`);--> statement-breakpoint
CREATE INDEX `inbox_seen` ON `inbox` (`seen_at`);--> statement-breakpoint
CREATE INDEX `sale_history_sale` ON `sale_history` (`sale_id`,`number`);--> statement-breakpoint
CREATE INDEX `sales_phase` ON `sales` (`phase`,`opens_at`);--> statement-breakpoint
CREATE INDEX `tickets_shopper` ON `tickets` (`sale_id`,`shopper_id`);--> statement-breakpoint
CREATE INDEX `tickets_status` ON `tickets` (`sale_id`,`status`,`paid`);--> statement-breakpoint
CREATE INDEX `tickets_due` ON `tickets` (`due_at`);--> statement-breakpoint
CREATE INDEX `tickets_changed` ON `tickets` (`sale_id`,`changed_at`);