-- What is due in which case, read from the log: made anew whenever a case goes on, and by the clock.
-- `front_seq`, `court_seq`: how far the log was read. `next_at`: when the clock has to look at the case again.
create table case_agenda (
  case_id bigint primary key,
  front_seq bigint not null,
  court_seq bigint not null,
  next_at bigint
);
create index case_agenda_next on case_agenda (next_at) where next_at is not null;

-- What is to be done, by a name that says nothing of people; its words stand in the log.
create table agenda_item (
  case_id bigint not null,
  todo text not null,
  kind text not null,
  due_on text,
  waiting_for text not null,
  assignee bigint,
  primary key (case_id, todo)
);
create index agenda_item_due on agenda_item (due_on, case_id);
