//! Starts the program `weicourt` as a person or another program would.

mod command_line;
mod configuration;
mod program;
mod worked_examples;
