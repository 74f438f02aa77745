CREATE TABLE `book_closings` (
	`until` datetime(3) NOT NULL,
	`account` enum('bank-receivable','bank-account','customer-deposits','bank-fees','bank-adjustments') NOT NULL,
	`balance_cents` bigint NOT NULL,
	CONSTRAINT `book_closings_until_account_pk` PRIMARY KEY(`until`,`account`)
);
--> statement-breakpoint
CREATE TABLE `reconciliation_runs` (
	`date` varchar(10) character set ascii collate ascii_bin NOT NULL,
	`started_at` datetime(3) NOT NULL,
	CONSTRAINT `reconciliation_runs_date` PRIMARY KEY(`date`)
);
