-- Papers in the mailboxes of parties, as the log says: who holds the seat of the party reads them.
create table mailbox_item (
  case_id bigint not null,
  sent_seq bigint not null,
  paper text not null,
  recipient integer not null,
  arrived_at bigint,
  opened_at bigint,
  signed_at bigint,
  recalled integer not null default 0,
  primary key (case_id, sent_seq, paper)
);
create index mailbox_item_by_case on mailbox_item (case_id, recipient);

-- Where the service of each paper on each party stands, read from the log by those who know the law.
create table service_item (
  case_id bigint not null,
  recipient integer not null,
  paper text not null,
  status text not null,
  sent_at bigint not null,
  stuck integer not null,
  primary key (case_id, recipient, paper)
);
create index service_item_by_status on service_item (status, sent_at);
