//! What of a case may be outside the court's private network, in what shape, and until when.
//!
//! A [`Policy`] gives each category of case and each class of entry a [`Rule`]: share, mask or
//! withhold, and how long. The court node asks [`Policy::outgoing`] for every entry before it seals a
//! bundle. A case belongs to every category that fits it, and the strictest rule counts.
//!
//! Three things no policy can change, whatever its file says: [`Class::Deliberation`] and
//! [`Class::Secret`] never leave, nothing of a case that the court flagged as touching state secrets
//! leaves, and what the court notes for itself leaves at most masked.
//!
//! # Source
//!
//! 民事诉讼法 §71, §137; 保守国家秘密法 §31; 未成年人保护法 §103; 在线诉讼规则 §21, §27.

mod category;
mod explain;
mod flag;
mod mask;
mod names;
mod page;
mod read;
mod retention;
mod shape;

pub use self::category::Category;
pub use self::explain::{
    CategoryExplained, ClassExplained, EntryExplained, Explanation, FileExplained, explain,
};
pub use self::flag::CaseFlag;
pub use self::mask::{HIDDEN, mask, mask_material};
pub use self::names::{Names, is_masked};
pub use self::page::page;
pub use self::read::PolicyError;
pub use self::retention::Retention;
pub use self::shape::{BadShape, Shape, Share};

use serde::{Deserialize, Serialize};

use crate::audience::{Audience, Class, Room};
use crate::calendar::BeijingDate;
use crate::case::CaseState;
use crate::digest::Digest;
use crate::entry::{EntryBody, EntryKind};
use crate::log::{Entry, Envelope, Origin};

/// In what shape something leaves the court's network, most open first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sharing {
    /// Whole, with its files.
    Share,
    /// Without the names, numbers, addresses, words and files of people.
    Mask,
    /// Only a hash that keeps the chain whole.
    Withhold,
}

/// What holds for one class of a case, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// In what shape it leaves.
    pub sharing: Sharing,
    /// How long it may stay outside; of no meaning when it is withheld.
    pub retention: Retention,
    /// Why, in words for people.
    pub because: String,
    /// The article or practice it rests on.
    pub source: String,
    /// Name of the category that decides.
    pub category: String,
    /// Line of the policy file, counted from 1; 0 for a rule that no file can change.
    pub line: usize,
}

/// An entry on its way out of the court's network.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "it lives for one entry of one bundle")]
pub enum Outgoing {
    /// As it is.
    Share,
    /// With this body, which no longer fits the digest in the envelope; the salt stays home.
    Mask(EntryBody),
    /// Only its number and hash.
    Withhold,
}

/// Which cases and classes may leave the court's network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Categories with conditions, in the order of the file.
    categories: Vec<Category>,
    /// What holds for cases that fit none of them.
    ordinary: Category,
}

/// The classes a policy decides on; the others never leave.
pub const DECIDABLE: [Class; 5] =
    [Class::Register, Class::Party, Class::Material, Class::Conversation, Class::Hearing];

impl Policy {
    /// The policy this program was built with.
    ///
    /// # Panics
    ///
    /// When the embedded file is bad; a test reads it.
    #[must_use]
    pub fn embedded() -> Policy {
        match Policy::parse(Policy::EMBEDDED) {
            Ok(policy) => policy,
            Err(error) => panic!("embedded policy.toml {error}"),
        }
    }

    /// The text of the policy this program was built with, to begin one's own from.
    pub const EMBEDDED: &'static str = include_str!("../../../data/policy.toml");

    /// Reads and checks a policy file.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] says the line and what is wrong there: text that is no policy, a class without a
    /// rule, and rules that would let out what never leaves.
    pub fn parse(text: &str) -> Result<Policy, PolicyError> {
        read::policy(text)
    }

    /// Every category, the one without conditions last.
    pub fn categories(&self) -> impl Iterator<Item = &Category> {
        self.categories.iter().chain([&self.ordinary])
    }

    /// The categories that fit the case; the ordinary one when no other does.
    #[must_use]
    pub fn categories_of(&self, state: &CaseState) -> Vec<&Category> {
        let fitting: Vec<&Category> =
            self.categories.iter().filter(|category| category.fits(state)).collect();
        if fitting.is_empty() { vec![&self.ordinary] } else { fitting }
    }

    /// What holds for a class of the case: the strictest sharing and the shortest stay of every
    /// category that fits it.
    #[must_use]
    pub fn rule(&self, state: &CaseState, class: Class) -> Rule {
        if let Some(rule) = fixed(state, class) {
            return rule;
        }
        let rules = self.categories_of(state).into_iter().filter_map(|category| category.rule(class));
        let strictest = rules.reduce(|one, other| {
            let retention = one.retention.min(other.retention);
            // Among equals the first of the file speaks.
            let decides = if other.sharing > one.sharing { other } else { one };
            Rule { retention, ..decides }
        });
        strictest.unwrap_or_else(|| never("未列明的分类一律不出专网"))
    }

    /// In what shape the entry may leave the court's network.
    ///
    /// A filing is names and papers at once: where the names may leave and the papers may not, it
    /// leaves with the parties only.
    #[must_use]
    pub fn outgoing(&self, state: &CaseState, entry: &Entry) -> Outgoing {
        self.leaving(state).outgoing(state, entry)
    }

    /// The rule that decides on an entry, and how it leaves: the class of the entry decides, but for
    /// a filing that is shared without its papers.
    #[must_use]
    pub fn rule_of(&self, state: &CaseState, envelope: &Envelope) -> Rule {
        let class = class_of(envelope.class, &envelope.audience);
        let rule = self.rule(state, class);
        match self.leaving(state).share(envelope) {
            (sharing, _) if sharing != rule.sharing => {
                Rule { sharing, ..noted_for_the_court(rule.retention) }
            }
            (Sharing::Share, Sharing::Mask | Sharing::Withhold) => {
                let material = self.rule(state, Class::Material);
                Rule { sharing: Sharing::Mask, retention: rule.retention.min(material.retention), ..material }
            }
            _ => rule,
        }
    }

    /// How long the front may keep an entry that it has.
    ///
    /// What people made there and may not stay there in that shape goes as soon as the court has it.
    #[must_use]
    pub fn retention(&self, state: &CaseState, envelope: &Envelope) -> Retention {
        let rule = self.rule_of(state, envelope);
        if rule.sharing == Sharing::Withhold
            || (envelope.origin == Origin::Front && rule.sharing == Sharing::Mask)
        {
            Retention::UntilAcknowledged
        } else {
            rule.retention
        }
    }

    /// Whether a file of the case may leave the court's network: an entry that leaves whole refers to it.
    #[must_use]
    pub fn blob_leaves(&self, state: &CaseState, sha256: Digest) -> bool {
        self.leaving(state).lets_out(state, sha256)
    }

    /// The last day on which anything of the case may be outside; `None` while the case goes on.
    #[must_use]
    pub fn last_day_outside(&self, state: &CaseState) -> Option<BeijingDate> {
        let ended_on = state.ended_on()?;
        let leaving = DECIDABLE.into_iter().map(|class| self.rule(state, class));
        let last_days = leaving
            .filter(|rule| rule.sharing != Sharing::Withhold)
            .map(|rule| rule.retention.last_day(ended_on));
        Some(last_days.max().unwrap_or(ended_on))
    }
}

/// The class that counts: what is said in the deliberation is of it, whatever its envelope says.
fn class_of(class: Class, audience: &Audience) -> Class {
    match audience {
        Audience::Room { room: Room::Deliberation } => Class::Deliberation,
        Audience::Everyone | Audience::Court | Audience::Side { .. } | Audience::Persons { .. } => class,
    }
}

/// What holds whatever a policy says.
fn fixed(state: &CaseState, class: Class) -> Option<Rule> {
    match class {
        Class::Deliberation => Some(never("合议庭评议不出专网，任何策略都不能改变")),
        Class::Secret => Some(never("涉密内容不出专网，任何策略都不能改变")),
        _ if state.decided.flags.contains(&CaseFlag::StateSecret) => Some(Rule {
            source: "保守国家秘密法 §31".to_owned(),
            ..never("涉及国家秘密的案件不出专网，任何策略都不能改变")
        }),
        Class::Register | Class::Party | Class::Material | Class::Conversation | Class::Hearing => None,
    }
}

fn never(because: &str) -> Rule {
    Rule {
        sharing: Sharing::Withhold,
        retention: Retention::UntilAcknowledged,
        because: because.to_owned(),
        source: String::new(),
        category: "fixed".to_owned(),
        line: 0,
    }
}

fn noted_for_the_court(retention: Retention) -> Rule {
    Rule { sharing: Sharing::Mask, retention, ..never("法院内部记载的理由不出专网") }
}

/// What a kind of entry needs even where its class is shared.
fn at_least(kind: EntryKind) -> Sharing {
    // Why a case was flagged, and what the bench has to do, are notes of the court to itself.
    match kind {
        EntryKind::CaseFlagged | EntryKind::TodoAdded | EntryKind::TodoDone => Sharing::Mask,
        _ => Sharing::Share,
    }
}
