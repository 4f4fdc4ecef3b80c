//! Starts the program `weicourt` as a person or another program would, and its parts over real
//! sockets.

mod command_line;
mod configuration;
mod handed_in;
mod keys;
mod outside;
mod program;
mod worked_examples;
