//! Starts the program `weicourt` as a person or another program would, and its parts over real
//! sockets.

mod backup;
mod command_line;
mod configuration;
mod fact_files;
mod handed_in;
mod life_signs;
mod outside;
mod program;
mod web_app;
mod worked_examples;
