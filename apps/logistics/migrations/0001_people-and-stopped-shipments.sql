CREATE TABLE `people` (
	`subject` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`became` varchar(40) character set ascii collate ascii_bin,
	`erased_at` datetime(3),
	CONSTRAINT `people_subject` PRIMARY KEY(`subject`)
);
--> statement-breakpoint
ALTER TABLE `shipments` ADD `quiet_polls` smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `shipments` ADD `stopped` varchar(100) character set ascii collate ascii_bin;--> statement-breakpoint
CREATE INDEX `shipments_stopped` ON `shipments` (`stopped`,`id`);