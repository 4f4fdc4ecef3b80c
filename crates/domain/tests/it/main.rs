//! Stories and tables of the law of a case.

mod cases;
mod law;
