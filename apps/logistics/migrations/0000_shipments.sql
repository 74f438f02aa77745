CREATE TABLE `guests` (
	`guest_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`user_id` varchar(40) character set ascii collate ascii_bin,
	CONSTRAINT `guests_guest_id` PRIMARY KEY(`guest_id`)
);
--> statement-breakpoint
CREATE TABLE `inbox` (
	`consumer` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`event_id` varchar(100) character set utf8mb4 collate utf8mb4_bin NOT NULL,
	`seen_at` datetime(3) NOT NULL DEFAULT (now(3)),
	CONSTRAINT `inbox_pk` PRIMARY KEY(`consumer`,`event_id`)
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
CREATE TABLE `packages` (
	`shipment_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`number` smallint NOT NULL,
	`weight_grams` int NOT NULL,
	`content` json NOT NULL,
	CONSTRAINT `packages_shipment_id_number_pk` PRIMARY KEY(`shipment_id`,`number`)
);
--> statement-breakpoint
CREATE TABLE `parcels` (
	`reference` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`shipment_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`package_number` smallint NOT NULL,
	`attempt` smallint NOT NULL,
	`is_return` boolean NOT NULL,
	`parcel_id` varchar(64) character set ascii collate ascii_bin,
	`tracking_code` varchar(40) character set ascii collate ascii_bin,
	CONSTRAINT `parcels_reference` PRIMARY KEY(`reference`)
);
--> statement-breakpoint
CREATE TABLE `shipments` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`order_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`shopper_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`status` enum('preparing','dispatched','out-for-delivery','delivery-failed','delivered','cancelled','returning','returned') NOT NULL,
	`deliver_to` json,
	`forgetting` boolean NOT NULL DEFAULT false,
	`handing_over` boolean NOT NULL DEFAULT false,
	`work` enum('announce','poll'),
	`due_at` datetime(3),
	`failures` smallint NOT NULL DEFAULT 0,
	`revision` int NOT NULL DEFAULT 1,
	`created_at` datetime(3) NOT NULL,
	`dispatched_at` datetime(3),
	`delivered_at` datetime(3),
	`returned_at` datetime(3),
	CONSTRAINT `shipments_id` PRIMARY KEY(`id`),
	CONSTRAINT `shipments_order` UNIQUE(`order_id`)
);
--> statement-breakpoint
CREATE TABLE `tracking_events` (
	`shipment_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`number` int NOT NULL,
	`reference` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`sequence` int NOT NULL,
	`kind` enum('collected','in-transit','out-for-delivery','delivery-failed','delivered','returning','returned') NOT NULL,
	`place` varchar(100),
	`at` datetime(3) NOT NULL,
	`heard_at` datetime(3) NOT NULL,
	CONSTRAINT `tracking_events_shipment_id_number_pk` PRIMARY KEY(`shipment_id`,`number`),
	CONSTRAINT `tracking_events_once` UNIQUE(`reference`,`sequence`)
);
--> statement-breakpoint
CREATE INDEX `inbox_seen` ON `inbox` (`seen_at`);--> statement-breakpoint
CREATE INDEX `outbox_aggregate` ON `outbox` (`aggregate_id`,`position`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`next_attempt_at`,`position`);--> statement-breakpoint
CREATE INDEX `parcels_shipment` ON `parcels` (`shipment_id`);--> statement-breakpoint
CREATE INDEX `shipments_shopper` ON `shipments` (`shopper_id`,`id`);--> statement-breakpoint
CREATE INDEX `shipments_due` ON `shipments` (`work`,`due_at`);