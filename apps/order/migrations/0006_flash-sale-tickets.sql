-- Expand only: the release before writes neither column, and a ticket is unique among those that are there.
ALTER TABLE `orders` ADD `ticket_id` varchar(40) character set ascii collate ascii_bin, ADD `allotment_id` varchar(40) character set ascii collate ascii_bin, ADD CONSTRAINT `orders_ticket` UNIQUE(`ticket_id`);
