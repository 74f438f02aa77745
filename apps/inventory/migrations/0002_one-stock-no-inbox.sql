-- Contract: the release before uses neither the view nor the inbox, and names the warehouse of every row.
DROP VIEW `stock`;--> statement-breakpoint
DROP TABLE `inbox`;--> statement-breakpoint
ALTER TABLE `movements` MODIFY COLUMN `warehouse` varchar(20) character set ascii collate ascii_bin NOT NULL;--> statement-breakpoint
ALTER TABLE `reservation_lines` MODIFY COLUMN `warehouse` varchar(20) character set ascii collate ascii_bin NOT NULL;--> statement-breakpoint
ALTER TABLE `warehouse_stock` MODIFY COLUMN `warehouse` varchar(20) character set ascii collate ascii_bin NOT NULL;
