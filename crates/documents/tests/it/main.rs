//! Pages, books and court documents, made of files and samples; poppler is the other opinion.

mod book;
mod documents;
mod files;
mod hostile;
mod numbers;
mod pages;
mod poppler;
mod seal;
mod words;
