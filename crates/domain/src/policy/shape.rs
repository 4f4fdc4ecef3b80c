//! In what shape each class of one case may stand outside on one day, small enough to be remembered.

use std::fmt;
use std::str::FromStr;

use super::{
    DECIDABLE, Names, Outgoing, Policy, Retention, Sharing, at_least, class_of, mask, mask_material,
};
use crate::audience::{Audience, Class};
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::digest::Digest;
use crate::entry::EntryKind;
use crate::log::{Entry, Envelope};

/// How the names in an entry may stand outside, and how its papers may.
pub type Share = (Sharing, Sharing);

/// In what shape each class of a case may stand outside; compared with an earlier one it says what has to be
/// taken back and what may go out.
///
/// Stored as text: five words in the order of [`DECIDABLE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape([Sharing; DECIDABLE.len()]);

impl Shape {
    /// Everything whole but what no policy lets out.
    pub const OPEN: Shape = Shape([Sharing::Share; DECIDABLE.len()]);

    /// How entries of a class may stand outside.
    #[must_use]
    pub fn of(self, class: Class) -> Sharing {
        let place = DECIDABLE.iter().position(|decidable| *decidable == class);
        place.map_or(Sharing::Withhold, |place| self.0[place])
    }

    /// Class by class the stricter of both.
    #[must_use]
    pub fn stricter(self, other: Shape) -> Shape {
        let mut strictest = self;
        for (mine, theirs) in strictest.0.iter_mut().zip(other.0) {
            *mine = (*mine).max(theirs);
        }
        strictest
    }

    /// How an entry may stand outside: its names, and its papers.
    #[must_use]
    pub fn share(self, envelope: &Envelope) -> Share {
        self.share_of(envelope.kind, envelope.class, &envelope.audience)
    }

    /// As [`Shape::share`], for what is known of an entry.
    #[must_use]
    pub fn share_of(self, kind: EntryKind, class: Class, audience: &Audience) -> Share {
        let entry = self.of(class_of(class, audience)).max(at_least(kind));
        match kind {
            EntryKind::FilingSubmitted | EntryKind::FilingResubmitted | EntryKind::PartiesImported => {
                (entry, entry.max(self.of(Class::Material)))
            }
            _ => (entry, entry),
        }
    }

    /// In what shape the entry may stand outside. `state` gives the names that masking hides.
    #[must_use]
    pub fn outgoing(self, state: &CaseState, entry: &Entry) -> Outgoing {
        match self.share(&entry.envelope) {
            (Sharing::Withhold, _) => Outgoing::Withhold,
            (Sharing::Mask, _) => Outgoing::Mask(mask(&entry.body, &Names::of(state))),
            (Sharing::Share, Sharing::Share) => Outgoing::Share,
            (Sharing::Share, Sharing::Mask | Sharing::Withhold) => Outgoing::Mask(mask_material(&entry.body)),
        }
    }

    /// Whether a file may stand outside: an entry that stands there whole refers to it.
    #[must_use]
    pub fn lets_out(self, state: &CaseState, sha256: Digest) -> bool {
        let mut uses = state.blobs.get(&sha256).into_iter().flat_map(|uses| uses.values());
        uses.any(|found| {
            self.share_of(found.kind, found.class, &found.audience) == (Sharing::Share, Sharing::Share)
        })
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, sharing) in self.0.iter().enumerate() {
            let word = match sharing {
                Sharing::Share => "share",
                Sharing::Mask => "mask",
                Sharing::Withhold => "withhold",
            };
            write!(f, "{}{word}", if place == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

/// Text that is no shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not five of share, mask and withhold")]
pub struct BadShape;

impl FromStr for Shape {
    type Err = BadShape;

    fn from_str(text: &str) -> Result<Shape, BadShape> {
        let words = text.split(' ').map(|word| match word {
            "share" => Ok(Sharing::Share),
            "mask" => Ok(Sharing::Mask),
            "withhold" => Ok(Sharing::Withhold),
            _ => Err(BadShape),
        });
        let words: Vec<Sharing> = words.collect::<Result<_, _>>()?;
        words.try_into().map(Shape).map_err(|_| BadShape)
    }
}

impl Policy {
    /// In what shape each class of the case leaves, its stay left aside.
    #[must_use]
    pub(super) fn leaving(&self, state: &CaseState) -> Shape {
        Shape(DECIDABLE.map(|class| self.rule(state, class).sharing))
    }

    /// In what shape each class of the case may stand outside on the day `on`, in Beijing.
    ///
    /// A class whose stay is over may not stand there. What is kept `until_acknowledged` may not either,
    /// once the court's node has it: the court's own words are at home from the beginning and so do not go
    /// out, what people hand in outside goes as soon as it has come home.
    #[must_use]
    pub fn shape(&self, state: &CaseState, on: BeijingDate) -> Shape {
        let ended_on = state.ended_on();
        Shape(DECIDABLE.map(|class| {
            let rule = self.rule(state, class);
            let is_over = match rule.retention {
                Retention::UntilAcknowledged => true,
                stay => ended_on.is_some_and(|ended_on| on > stay.last_day(ended_on)),
            };
            if is_over { Sharing::Withhold } else { rule.sharing }
        }))
    }

    /// The first day after `on` on which [`Policy::shape`] gets stricter by the calendar alone; `None` while
    /// the case goes on, and when nothing more will.
    #[must_use]
    pub fn next_day_of_change(&self, state: &CaseState, on: BeijingDate) -> Option<BeijingDate> {
        let ended_on = state.ended_on()?;
        let rules = DECIDABLE.into_iter().map(|class| self.rule(state, class));
        let stays = rules.filter(|rule| {
            rule.sharing != Sharing::Withhold && rule.retention != Retention::UntilAcknowledged
        });
        let days = stays.filter_map(|rule| rule.retention.last_day(ended_on).plus_days(1).ok());
        days.filter(|day| *day > on).min()
    }

    /// Names what the policy says: two policies with the same digest let the same out.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut text = String::from("weicourt policy\n");
        for category in self.categories() {
            // The names of fields and values as the program writes them; it is compared on one node only.
            text.push_str(&format!("{category:?}\n"));
        }
        Digest::of(text.as_bytes())
    }
}
