//! One story, told on SQLite always and on PostgreSQL when `WEICOURT_TEST_PG` names a server.

mod appending;
mod blobs;
mod court;
