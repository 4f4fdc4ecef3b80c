//! Pages and books, made of files that the tests make themselves; poppler is the other opinion.

mod book;
mod files;
mod hostile;
mod pages;
mod poppler;
mod seal;
mod words;
