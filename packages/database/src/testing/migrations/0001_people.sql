CREATE TABLE `people` (
	`subject` varchar(40) character set ascii collate ascii_bin NOT NULL,
	`became` varchar(40) character set ascii collate ascii_bin,
	`erased_at` datetime(3),
	CONSTRAINT `people_subject` PRIMARY KEY(`subject`)
);
