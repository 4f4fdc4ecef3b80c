//! Whether an exhibit, an opinion or a wish is in order as written, whoever wrote it.

use super::Refusal;
use super::refusal::Point;
use crate::calendar::BeijingDate;
use crate::entry::{ExhibitForm, ExhibitPage, OpinionForm, RestrictionWish, Stance};

/// Longest name of an exhibit, in characters.
pub const LONGEST_NAME: usize = 100;
/// Longest reason, purpose or remark, in characters.
pub const LONGEST_REASON: usize = 1000;
/// Most files of an exhibit.
pub const MOST_PAGES: usize = 200;
/// Most exhibits that one opinion names against another.
pub const MOST_COUNTER_EVIDENCE: usize = 50;

/// Refuses words that are longer than `longest` characters.
pub(super) fn check_length(words: &str, longest: usize) -> Result<(), Refusal> {
    if words.chars().count() > longest { Err(Refusal::TooLong { longest }) } else { Ok(()) }
}

/// Refuses words that are missing or too long.
pub(super) fn check_words(words: &str, missing: Refusal) -> Result<(), Refusal> {
    if words.trim().is_empty() {
        return Err(missing);
    }
    check_length(words, LONGEST_REASON)
}

/// Refuses files that are too many, or shown in a way that is none.
pub(super) fn check_pages(pages: &[ExhibitPage]) -> Result<(), Refusal> {
    if pages.len() > MOST_PAGES {
        return Err(Refusal::TooManyPages { most: MOST_PAGES });
    }
    for (page, shown) in (1..).zip(pages) {
        if !matches!(shown.turn_degrees, 0 | 90 | 180 | 270) {
            return Err(Refusal::NotAQuarterTurn { page });
        }
        let inside = shown.crop.is_none_or(|crop| {
            let (right, lower) =
                (u32::from(crop.left) + u32::from(crop.width), u32::from(crop.top) + u32::from(crop.height));
            crop.width > 0 && crop.height > 0 && right <= 1000 && lower <= 1000
        });
        if !inside {
            return Err(Refusal::CropOutside { page });
        }
    }
    Ok(())
}

/// Refuses a wish without its reason.
pub(super) fn check_wish(wish: &RestrictionWish) -> Result<(), Refusal> {
    check_words(&wish.reason, Refusal::NoReason)
}

/// Refuses an exhibit that is not in order.
///
/// # Source
///
/// 民事证据规定 §19.
pub(super) fn check_exhibit(form: &ExhibitForm, today: BeijingDate) -> Result<(), Refusal> {
    if form.name.trim().is_empty() {
        return Err(Refusal::NoName);
    }
    check_length(&form.name, LONGEST_NAME)?;
    check_words(&form.purpose, Refusal::NoPurpose)?;
    check_length(&form.source, LONGEST_REASON)?;
    if form.pages.is_empty() {
        return Err(Refusal::NoPages);
    }
    check_pages(&form.pages)?;
    if form.made_on.is_some_and(|made_on| made_on > today) {
        return Err(Refusal::MadeInTheFuture);
    }
    form.late_reason.as_deref().map_or(Ok(()), |reason| check_length(reason, LONGEST_REASON))?;
    form.restriction.as_ref().map_or(Ok(()), check_wish)
}

/// Refuses an opinion that owes a reason.
///
/// # Source
///
/// 民诉法解释 §104.
pub(super) fn check_opinion(opinion: &OpinionForm) -> Result<(), Refusal> {
    let named = [Point::Authenticity, Point::Legality, Point::Relevance, Point::Force];
    for (point, said) in named.into_iter().zip(opinion.points()) {
        match said.stance {
            Stance::Agree => {}
            Stance::Dispute | Stance::NeedOriginal if said.reason.trim().is_empty() => {
                return Err(Refusal::ReasonOwed { point });
            }
            Stance::Dispute | Stance::NeedOriginal => {}
        }
        check_length(&said.reason, LONGEST_REASON)?;
    }
    check_length(&opinion.note, LONGEST_REASON)?;
    let few = opinion.counter_evidence.len() <= MOST_COUNTER_EVIDENCE;
    if few { Ok(()) } else { Err(Refusal::NoSuchCounterEvidence) }
}
