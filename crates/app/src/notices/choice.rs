//! How each person wants to be told: where, and when not.
//!
//! What is pressing (the last day of a deadline, papers that wait without a notice of their own) is sent at once,
//! in quiet hours as well; so are the notices to look that go along with a service, which the court orders and
//! nobody can turn off. Everything else waits in quiet hours until they end, and what can wait altogether is
//! gathered into one message a day.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use weicourt_domain::actor::Actor;
use weicourt_domain::case::QuietHours;
use weicourt_domain::command::Zone;
use weicourt_domain::id::PersonId;
use weicourt_domain::instant::Instant;
use weicourt_domain::notice::{NoticeChannel, NoticeGroup, Urgency};

use crate::court::Court;
use crate::error::{AppError, Denied};
use crate::exchange::ControlItem;

/// A day, in milliseconds.
const DAY_MS: i64 = 86_400_000;
/// An hour, in milliseconds.
const HOUR_MS: i64 = 3_600_000;

/// Times of day between which only what is pressing is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietTimes {
    /// Start, `HH:MM` in Beijing.
    pub from: String,
    /// End, `HH:MM` in Beijing; the next morning if it is earlier than the start.
    pub to: String,
}

impl QuietTimes {
    fn usual() -> QuietTimes {
        QuietTimes { from: "22:00".to_owned(), to: "08:00".to_owned() }
    }
}

/// What a person chose.
///
/// Stored and sent between nodes: only add fields with a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Choice {
    /// Nothing: no quiet hours.
    pub(crate) quiet: Option<QuietTimes>,
    /// Hour of the day in Beijing at which the gathered message goes out.
    pub(crate) digest_hour: u8,
    /// Channels of each group that was chosen; the others are as the table says.
    pub(crate) channels: BTreeMap<NoticeGroup, BTreeSet<NoticeChannel>>,
}

impl Default for Choice {
    fn default() -> Choice {
        Choice { quiet: Some(QuietTimes::usual()), digest_hour: 8, channels: BTreeMap::new() }
    }
}

/// When a notice is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timing {
    /// At once.
    Now,
    /// By itself, when the quiet hours end.
    After(Instant),
    /// With others.
    Gathered(Instant),
}

impl Choice {
    /// When a notice of this urgency is sent, if it is looked at `now`.
    pub(crate) fn timing(&self, urgency: Urgency, now: Instant) -> Timing {
        match urgency {
            Urgency::Pressing => Timing::Now,
            Urgency::Now => match self.quiet_until(now) {
                Some(until) => Timing::After(until),
                None => Timing::Now,
            },
            Urgency::Digest => Timing::Gathered(self.next_digest(now)),
        }
    }

    fn quiet_until(&self, now: Instant) -> Option<Instant> {
        let quiet = self.quiet.as_ref()?;
        QuietHours::parse(&quiet.from, &quiet.to)?.end_if_quiet(now)
    }

    /// The next time after `now` at which gathered messages go out.
    fn next_digest(&self, now: Instant) -> Instant {
        let today = Instant::midnight(now.beijing_date()).plus_ms(i64::from(self.digest_hour) * HOUR_MS);
        if today > now { today } else { today.plus_ms(DAY_MS) }
    }

    /// Where a notice of `group` is sent, if the table says `usual`.
    pub(crate) fn channels(
        &self,
        group: NoticeGroup,
        usual: &BTreeSet<NoticeChannel>,
    ) -> BTreeSet<NoticeChannel> {
        self.channels.get(&group).unwrap_or(usual).clone()
    }
}

/// One group, and where its notices are sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GroupChoice {
    /// The group.
    pub group: NoticeGroup,
    /// What people call it.
    pub name: String,
    /// Where its notices are sent besides what the app shows by itself.
    pub channels: BTreeSet<NoticeChannel>,
    /// Channels that can be chosen.
    pub offered: BTreeSet<NoticeChannel>,
}

/// How a person is told.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct NoticeChoices {
    /// Quiet hours; without them there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quiet: Option<QuietTimes>,
    /// Hour of the day in Beijing at which the gathered message goes out.
    pub digest_hour: u8,
    /// Each group.
    pub groups: Vec<GroupChoice>,
}

/// How a person wants to be told; replaces what they chose before.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseNotices {
    /// Quiet hours; without them there are none.
    #[serde(default)]
    pub quiet: Option<QuietTimes>,
    /// Hour of the day in Beijing at which the gathered message goes out, 0 to 23.
    pub digest_hour: u8,
    /// Channels of each group that is to be told otherwise than usual. What the app shows by itself cannot be
    /// turned off.
    pub channels: BTreeMap<NoticeGroup, BTreeSet<NoticeChannel>>,
}

impl Court {
    /// How the actor is told.
    ///
    /// # Errors
    ///
    /// Fails when the store does.
    pub async fn notice_choices(&self, actor: &Actor) -> Result<NoticeChoices, AppError> {
        let choice = self.choice_of(actor.person).await?;
        Ok(self.choices_view(actor, &choice))
    }

    /// Takes how the actor wants to be told.
    ///
    /// # Errors
    ///
    /// [`Denied::NoticeTimes`] for times that are none.
    pub async fn choose_notices(
        &self,
        actor: &Actor,
        request: &ChooseNotices,
    ) -> Result<NoticeChoices, AppError> {
        let wrong =
            request.quiet.as_ref().is_some_and(|quiet| QuietHours::parse(&quiet.from, &quiet.to).is_none());
        if wrong || request.digest_hour > 23 {
            return Err(Denied::NoticeTimes.into());
        }
        let choice = Choice {
            quiet: request.quiet.clone(),
            digest_hour: request.digest_hour,
            channels: request.channels.clone(),
        };
        self.store.set_notice_choice(actor.person, &choice).await?;
        // The court's node sends what it decides itself, and has to know.
        if self.profile.zone == Zone::Front && !actor.is_staff() {
            let item = ControlItem::NoticesChosen { person: actor.person, choice: choice.clone() };
            self.tell_peer(None, &item).await?;
        }
        Ok(self.choices_view(actor, &choice))
    }

    /// What a person chose, or what holds for everybody.
    pub(crate) async fn choice_of(&self, person: PersonId) -> Result<Choice, AppError> {
        Ok(self.store.notice_choice(person).await?.unwrap_or_default())
    }

    fn choices_view(&self, actor: &Actor, choice: &Choice) -> NoticeChoices {
        // Staff have no telephone here: the workbench tells them.
        let sent = [NoticeChannel::Sms, NoticeChannel::Wechat];
        let offered: BTreeSet<NoticeChannel> =
            if actor.is_staff() { BTreeSet::new() } else { sent.into_iter().collect() };
        let own = |group: &NoticeGroup| (*group == NoticeGroup::Todos) == actor.is_staff();
        let groups = NoticeGroup::ALL.into_iter().filter(own);
        let one = |group: NoticeGroup| {
            let rules = self.facts.notices.rules().iter().filter(|rule| rule.group == group);
            let usual: BTreeSet<NoticeChannel> =
                rules.flat_map(|rule| rule.channels.iter().copied()).collect();
            let channels = choice.channels(group, &usual).intersection(&offered).copied().collect();
            GroupChoice { group, name: group.name().to_owned(), channels, offered: offered.clone() }
        };
        NoticeChoices {
            quiet: choice.quiet.clone(),
            digest_hour: choice.digest_hour,
            groups: groups.map(one).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, QuietTimes, Timing};
    use weicourt_domain::instant::Instant;
    use weicourt_domain::notice::Urgency;

    /// An instant of 2026-11-23 and the days after it, in Beijing.
    fn at(day: i64, hour: i64, minute: i64) -> Instant {
        let midnight = Instant::midnight("2026-11-23".parse().expect("a date"));
        midnight.plus_ms(((day * 24 + hour) * 60 + minute) * 60_000)
    }

    fn quiet(from: &str, to: &str) -> Option<QuietTimes> {
        Some(QuietTimes { from: from.to_owned(), to: to.to_owned() })
    }

    #[test]
    fn what_is_not_pressing_waits_for_the_morning() {
        let usual = Choice::default();
        for (now, expected) in [
            (at(0, 21, 59), Timing::Now),
            (at(0, 22, 0), Timing::After(at(1, 8, 0))),
            (at(0, 23, 59), Timing::After(at(1, 8, 0))),
            (at(1, 0, 0), Timing::After(at(1, 8, 0))),
            (at(1, 7, 59), Timing::After(at(1, 8, 0))),
            (at(1, 8, 0), Timing::Now),
        ] {
            assert_eq!(usual.timing(Urgency::Now, now), expected);
            assert_eq!(usual.timing(Urgency::Pressing, now), Timing::Now);
        }
    }

    #[test]
    fn quiet_hours_can_lie_in_the_day_or_be_none() {
        let noon = Choice { quiet: quiet("12:00", "14:00"), ..Choice::default() };
        assert_eq!(noon.timing(Urgency::Now, at(0, 13, 0)), Timing::After(at(0, 14, 0)));
        assert_eq!(noon.timing(Urgency::Now, at(0, 23, 0)), Timing::Now);
        let never = Choice { quiet: None, ..Choice::default() };
        assert_eq!(never.timing(Urgency::Now, at(0, 3, 0)), Timing::Now);
    }

    #[test]
    fn what_can_wait_goes_out_once_a_day() {
        for (hour, now, expected) in [
            (8, at(0, 7, 59), at(0, 8, 0)),
            (8, at(0, 8, 0), at(1, 8, 0)),
            (8, at(0, 20, 0), at(1, 8, 0)),
            (0, at(0, 0, 0), at(1, 0, 0)),
            (23, at(0, 22, 0), at(0, 23, 0)),
        ] {
            let choice = Choice { digest_hour: hour, ..Choice::default() };
            assert_eq!(choice.timing(Urgency::Digest, now), Timing::Gathered(expected));
        }
    }
}
