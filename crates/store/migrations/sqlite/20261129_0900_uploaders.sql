-- Who handed in which large file: until an entry names it, nobody else may. `name` as in `blob`.
create table blob_uploader (
  case_id bigint not null,
  name blob not null,
  person bigint not null,
  created_at bigint not null,
  primary key (case_id, name, person)
);
