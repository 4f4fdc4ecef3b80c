//! Each rule finds what breaks it and leaves alone what does not; the house itself is tidy.

mod house;
mod rules;
