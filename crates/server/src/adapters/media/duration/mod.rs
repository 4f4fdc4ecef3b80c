//! How long a recording is, from its container: WebM, Ogg Opus, MP4, WAV.
//!
//! Only the frame of the container is read; the sound is not decoded. What makes no sense gives no
//! length and never an error: a voice message without a length is still a voice message.

mod mp4;
mod ogg;
mod wav;
mod webm;

/// Length in milliseconds, when the container tells it.
pub(super) fn duration_ms(bytes: &[u8], media_type: &str) -> Option<u32> {
    let duration_ms = match media_type {
        "audio/webm" | "video/webm" => webm::duration_ms(bytes),
        "audio/ogg" => ogg::duration_ms(bytes),
        "audio/mp4" | "video/mp4" => mp4::duration_ms(bytes),
        "audio/x-wav" => wav::duration_ms(bytes),
        _ => None,
    }?;
    u32::try_from(duration_ms).ok()
}

/// `amount / per_second` seconds, in milliseconds, rounded down.
fn in_ms(amount: u64, per_second: u64) -> Option<u64> {
    u64::try_from(u128::from(amount) * 1000 / u128::from(per_second.max(1))).ok()
}
