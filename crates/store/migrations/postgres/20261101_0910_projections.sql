-- Answers read from the log; every row can be rebuilt from it.
create table case_register (
  case_id bigint primary key,
  case_number text,
  court_code text,
  kind text not null,
  case_type text not null,
  cause_code text,
  procedure text,
  status text not null,
  title bytea not null,
  submitted_at bigint not null,
  filed_on text,
  closed_on text,
  judge bigint,
  clerk bigint
);
create unique index case_register_number on case_register (case_number) where case_number is not null;
create index case_register_queue on case_register (court_code, status, submitted_at);
create index case_register_judge on case_register (judge) where closed_on is null;

create table member (
  case_id bigint not null,
  person bigint not null,
  role text not null,
  party integer,
  agent integer,
  primary key (case_id, person, role)
);
create index member_person on member (person, case_id);

-- Which case names the holder of an identity number, by its keyed digest.
create table party_digest (
  case_id bigint not null,
  digest bytea not null,
  party integer not null,
  agent integer,
  name bytea not null
);
create index party_digest_case on party_digest (case_id);
create index party_digest_digest on party_digest (digest);
