CREATE TABLE `dropped` (
	`release` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`service` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`entries` int NOT NULL,
	`head` varchar(64) character set ascii collate ascii_bin NOT NULL,
	`ended_at` datetime(3) NOT NULL,
	`dropped_at` datetime(3) NOT NULL,
	CONSTRAINT `dropped_release` PRIMARY KEY(`release`)
);
