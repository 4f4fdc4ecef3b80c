-- Cases of the case-handling system, as its register tells them. `judge` is the beginning of the keyed
-- digest of the judge's identity in the directory; days are numbers such as 20260320; `content` is a keyed
-- digest of the whole record and `space` the one that the log of the case knows, null while there is no
-- space. Names, titles and phones are in `sealed`, under a sub-key of the node key.
create table register_case (
  case_id bigint primary key,
  source_id text not null,
  case_number text not null,
  court_code text not null,
  case_type text not null,
  cause_code text,
  procedure text,
  status text not null,
  judge bigint,
  filed_on integer not null,
  hearing_on integer,
  closed_on integer,
  due_on integer,
  version integer not null,
  updated_at bigint not null,
  content bytea not null,
  space bytea,
  sealed bytea not null
);

-- Whom the records name: the beginning of the keyed digest of the identity number.
create table register_party (
  person bigint not null,
  case_id bigint not null
);

-- How far each import file was read; written in the transaction of its rows. `file` is a keyed digest.
create table register_import (
  file bytea not null primary key,
  read_bytes bigint not null,
  n_lines bigint not null,
  n_created bigint not null,
  n_updated bigint not null,
  n_unchanged bigint not null,
  n_filed_here bigint not null,
  n_rejected bigint not null,
  reject_bytes bigint not null,
  started_at bigint not null,
  finished_at bigint
);

-- The indexes are also named in imported/indexes.rs: an import into an empty register makes them last.
create unique index register_case_source on register_case (source_id);
create unique index register_case_number on register_case (case_number);
create index register_case_judge on register_case (judge, due_on) where closed_on is null;
create index register_case_behind on register_case (case_id) where space is not null and space <> content;
create index register_party_person on register_party (person, case_id);
