//! Starts the program `weicourt` as a person or another program would, and its parts over real
//! sockets.

mod archive;
mod backup;
mod bench;
mod canary;
mod command_line;
mod configuration;
mod court;
mod evidence;
mod fact_files;
mod handed_in;
mod journey;
mod life_signs;
mod links;
mod outside;
mod pages;
mod policy;
mod program;
mod races;
mod refusals;
mod register;
mod storm;
mod story;
mod web_app;
mod worked_examples;
mod zones;
