-- What is not (yet) an act: drafts, invitations, read marks, messages to the outside, large files.
create table draft (
  case_id bigint primary key,
  person bigint not null,
  kind text not null,
  version bigint not null,
  updated_at bigint not null,
  form bytea not null
);
create index draft_person on draft (person, updated_at);

create table invitation (
  token_digest bytea not null primary key,
  case_id bigint not null,
  party integer not null,
  agent integer,
  name bytea not null,
  expires_at bigint not null,
  used_by bigint,
  used_at bigint
);
create index invitation_case on invitation (case_id);

create table read_mark (
  case_id bigint not null,
  person bigint not null,
  front bigint not null,
  court bigint not null,
  primary key (case_id, person)
);
create index read_mark_person on read_mark (person);

create table notice (
  id bigint primary key,
  kind text not null,
  case_id bigint,
  payload bytea not null,
  due_at bigint not null,
  attempts integer not null,
  done_at bigint,
  failed_at bigint
);
create index notice_due on notice (due_at) where done_at is null and failed_at is null;

-- `name` is a keyed digest of the content's digest; the content's own digest is inside `meta`, sealed.
create table blob (
  case_id bigint not null,
  name bytea not null,
  size_bytes bigint not null,
  meta bytea not null,
  created_at bigint not null,
  primary key (case_id, name)
);

create table upload (
  id bytea not null primary key,
  case_id bigint not null,
  person bigint not null,
  size_bytes bigint not null,
  meta bytea not null,
  created_at bigint not null
);
create index upload_created on upload (created_at);
