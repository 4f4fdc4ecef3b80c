//! `[limits]`: how much, how often, how long.

use crate::config::section::section;

section! {
    /// How much, how often, how long. What goes over a limit is refused in words a person
    /// understands, and counted.
    pub struct Limits as "limits" {
        /// How long a party's session lasts without use, in hours.
        session_hours: u32 = 72,
        /// How long a staff session lasts without use, in hours.
        staff_session_hours: u32 = 10,
        /// How long a phone code is good for, in minutes.
        phone_code_minutes: u32 = 5,
        /// Phone codes one number may ask for in an hour.
        phone_codes_per_number_per_hour: u32 = 5,
        /// Phone codes one network address may ask for in an hour.
        phone_codes_per_address_per_hour: u32 = 60,
        /// Wrong tries of one phone code before it is worthless.
        phone_code_tries: u32 = 5,
        /// Acts one person may do in a minute.
        acts_per_person_per_minute: u32 = 120,
        /// Tries to sign in or enrol that one network address may make in a minute. Many phones can
        /// share an address.
        sign_ins_per_address_per_minute: u32 = 120,
        /// Largest photo or file, in bytes.
        file_bytes: u64 = 50 * 1024 * 1024,
        /// Largest voice message, in bytes.
        voice_bytes: u64 = 10 * 1024 * 1024,
        /// Most pixels of a photo; a small file can hold an enormous picture.
        photo_pixels: u64 = 64_000_000,
        /// Days an invitation link is good for.
        invitation_days: u32 = 30,
        /// Most open sockets of phones and desks. Keep it below the limit of open files.
        sockets: u32 = 20_000,
        /// Seconds that requests may still take after the node was told to stop.
        stop_seconds: u32 = 20,
    }
}
