ALTER TABLE `notes` ADD `body` varchar(200);
