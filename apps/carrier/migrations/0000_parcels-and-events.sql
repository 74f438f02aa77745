CREATE TABLE `callbacks` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`url` varchar(500) NOT NULL,
	`body` mediumtext NOT NULL,
	`attempts` int NOT NULL,
	`due_at` datetime(3) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `callbacks_id` PRIMARY KEY(`id`)
);
--> statement-breakpoint
CREATE TABLE `parcel_events` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`parcel_id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`sequence` int NOT NULL,
	`kind` enum('collected','in-transit','out-for-delivery','delivery-failed','delivered','returning','returned') NOT NULL,
	`place` varchar(60),
	`at` datetime(3) NOT NULL,
	CONSTRAINT `parcel_events_id` PRIMARY KEY(`id`),
	CONSTRAINT `parcel_events_order` UNIQUE(`parcel_id`,`sequence`)
);
--> statement-breakpoint
CREATE TABLE `parcels` (
	`id` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`reference` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`tracking_code` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`request_hash` varchar(43) character set ascii collate ascii_bin NOT NULL,
	`callback_url` varchar(500) NOT NULL,
	`is_return` boolean NOT NULL,
	`is_undeliverable` boolean NOT NULL,
	`sequence` int NOT NULL,
	`last_kind` enum('collected','in-transit','out-for-delivery','delivery-failed','delivered','returning','returned'),
	`failed_deliveries` int NOT NULL,
	`has_arrived` boolean NOT NULL,
	`moved_at` datetime(3) NOT NULL,
	CONSTRAINT `parcels_id` PRIMARY KEY(`id`),
	CONSTRAINT `parcels_reference` UNIQUE(`reference`),
	CONSTRAINT `parcels_tracking_code` UNIQUE(`tracking_code`)
);
--> statement-breakpoint
CREATE TABLE `settings` (
	`name` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`value` json NOT NULL,
	CONSTRAINT `settings_name` PRIMARY KEY(`name`)
);
--> statement-breakpoint
CREATE INDEX `callbacks_due` ON `callbacks` (`due_at`);--> statement-breakpoint
CREATE INDEX `parcels_due` ON `parcels` (`has_arrived`,`moved_at`);