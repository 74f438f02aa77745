ALTER TABLE `sales` ADD `tended_at` datetime(3);--> statement-breakpoint
ALTER TABLE `tickets` ADD `admitted_at` datetime(3);