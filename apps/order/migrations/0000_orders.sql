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
CREATE TABLE `order_lines` (
	`order_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`position` smallint NOT NULL,
	`sku` varchar(16) character set ascii collate ascii_bin NOT NULL,
	`product_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`name` varchar(200) NOT NULL,
	`quantity` int NOT NULL,
	`price_cents` bigint NOT NULL,
	CONSTRAINT `order_lines_order_id_position_pk` PRIMARY KEY(`order_id`,`position`)
);
--> statement-breakpoint
CREATE TABLE `orders` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`shopper_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`status` enum('placed') NOT NULL,
	`reservation_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`total_cents` bigint NOT NULL,
	`placed_at` datetime(3) NOT NULL,
	CONSTRAINT `orders_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`position` bigint AUTO_INCREMENT NOT NULL,
	`id` varchar(36) character set ascii collate ascii_bin NOT NULL,
	`topic` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`aggregate_id` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`data` json NOT NULL,
	`traceparent` varchar(64) character set ascii collate ascii_bin,
	`created_at` datetime(3) NOT NULL DEFAULT (now(3)),
	`attempts` int NOT NULL DEFAULT 0,
	`next_attempt_at` datetime(3),
	`last_error` varchar(300),
	CONSTRAINT `outbox_position` PRIMARY KEY(`position`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_expires` ON `idempotency` (`expires_at`);--> statement-breakpoint
CREATE INDEX `orders_shopper` ON `orders` (`shopper_id`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_aggregate` ON `outbox` (`aggregate_id`,`position`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`next_attempt_at`,`position`);