//! Procedural applications (申请) and the answer to the complaint (答辩状).
//!
//! What can be applied for stands in `applications.csv`, read into [`ApplicationTable`]: by whom, with
//! which special item of an agent, until when, who decides by when and what it does.
//!
//! To add a kind: 1. a variant of [`ApplicationKind`](crate::entry::ApplicationKind); 2. its line in
//! `applications.csv` and its form in `application_fields.csv`; 3. what it does, in `effect.rs`.

mod answer;
mod authority;
mod check_front;
mod decider;
mod deciding;
mod effect;
mod filing;
mod form_check;
mod periods;
mod permitted;
mod recusal;
mod refusal;
mod state;
mod table;

pub use self::answer::{decide_file_answer, may_admit, may_answer};
pub use self::authority::{Authority, authority};
pub(crate) use self::check_front::check_front;
pub(crate) use self::decider::is_before_president;
pub use self::decider::{application_actions, decide_end, decide_within, decider_of, may_know};
pub use self::deciding::decide_decide;
pub use self::effect::{
    ApplicationStatus, Claim, appraisals, claims, counterclaims, jurisdiction_pending, offline_steps, status,
};
pub use self::filing::{decide_file, decide_withdraw};
pub use self::periods::answer_period_end;
pub(crate) use self::periods::restored_until;
pub use self::permitted::{Permitted, permitted};
pub use self::recusal::{Blocked, block_of, blocked};
pub use self::refusal::Refusal;
pub(crate) use self::state::evolve;
pub use self::state::{Answer, Application, ApplicationDecision, Decisions, Filed};
pub use self::table::{
    ApplicationField, ApplicationRule, ApplicationTable, Decider, Effect, FieldInput, Window,
    special_item_name,
};
