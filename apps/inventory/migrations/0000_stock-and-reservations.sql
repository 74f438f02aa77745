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
CREATE TABLE `movements` (
	`id` bigint AUTO_INCREMENT NOT NULL,
	`sku` varchar(16) character set ascii collate ascii_bin NOT NULL,
	`reason` enum('stocked','reserved','committed','released','expired') NOT NULL,
	`on_hand_delta` bigint NOT NULL,
	`reserved_delta` bigint NOT NULL,
	`reservation_id` varchar(40) character set ascii collate ascii_bin,
	`at` datetime(3) NOT NULL,
	CONSTRAINT `movements_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `reservation_lines` (
	`reservation_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`sku` varchar(16) character set ascii collate ascii_bin NOT NULL,
	`quantity` int NOT NULL,
	CONSTRAINT `reservation_lines_reservation_id_sku_pk` PRIMARY KEY(`reservation_id`,`sku`)
);
--> statement-breakpoint
CREATE TABLE `reservations` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`order_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`status` enum('held','committed','released','expired') NOT NULL,
	`expires_at` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `reservations_id` PRIMARY KEY(`id`),
	CONSTRAINT `reservations_order` UNIQUE(`order_id`)
);
--> statement-breakpoint
CREATE TABLE `stock` (
	`sku` varchar(16) character set ascii collate ascii_bin NOT NULL,
	`on_hand` bigint NOT NULL,
	`reserved` bigint NOT NULL DEFAULT 0,
	CONSTRAINT `stock_sku` PRIMARY KEY(`sku`),
	CONSTRAINT `stock_bounds` CHECK(0 <= reserved and reserved <= on_hand)
);
--> statement-breakpoint
CREATE INDEX `idempotency_expires` ON `idempotency` (`expires_at`);--> statement-breakpoint
CREATE INDEX `inbox_seen` ON `inbox` (`seen_at`);--> statement-breakpoint
CREATE INDEX `movements_sku` ON `movements` (`sku`,`id`);--> statement-breakpoint
CREATE INDEX `reservations_due` ON `reservations` (`status`,`expires_at`);