//! The world outside, behind the traits of `weicourt_app::ports`.
//!
//! Each adapter speaks the format documented in its stand-in (`crate::standins`) and writes it
//! down once more on its own, so that a mistake on one side shows as a failing test and not as an
//! agreement. A request is repeated only where the other side promises that it counts once.

mod client;
pub mod documents;
mod error;
mod gateway;
pub mod identity_register;
pub mod mail;
pub mod media;
pub mod pages;
pub mod sign_on;
pub mod sms;
pub mod wechat;

pub use client::client;
pub use error::OutsideError;
