-- Bookmarks and private notes of readers of a case's file. `place` is person, volume and page; the mark is sealed.
create table file_mark (
  case_id bigint not null,
  place bytea not null,
  updated_at bigint not null,
  mark bytea not null,
  primary key (case_id, place)
);
