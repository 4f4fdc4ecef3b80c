//! Stories and tables of the law of a case.

mod law;
