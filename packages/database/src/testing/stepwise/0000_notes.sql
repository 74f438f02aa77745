CREATE TABLE `notes` (`id` int PRIMARY KEY, `text` varchar(20));
