-- Whose a message to the outside is, and which messages were gathered into one: its number is that of the first.
alter table notice add column person bigint;
alter table notice add column batch bigint;
create index notice_person on notice (person, due_at)
  where person is not null and done_at is null and failed_at is null;

-- How somebody wants to be told; whoever chose nothing has no row.
create table notice_choice (
  person bigint not null primary key,
  updated_at bigint not null,
  choice blob not null
);

-- Papers for a mailbox on the other node that are not reported as arrived: the number of their entry in the
-- chain of the court, and when that node confirmed that it holds it.
create table mailbox_wait (
  case_id bigint not null,
  seq bigint not null,
  confirmed_at bigint,
  primary key (case_id, seq)
);
create index mailbox_wait_confirmed on mailbox_wait (confirmed_at) where confirmed_at is not null;
