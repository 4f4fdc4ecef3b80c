-- Which entry issued the paper with this code. `code_digest` is keyed: the table tells nobody a code.
create table issued_code (
  case_id bigint not null,
  code_digest bytea not null,
  origin smallint not null,
  seq bigint not null,
  primary key (case_id, code_digest)
);
create index issued_code_digest on issued_code (code_digest);
