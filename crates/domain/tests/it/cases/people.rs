//! Everybody who may turn up: invented people, and staff of the court and of another court.

use std::collections::BTreeSet;

use weicourt_domain::actor::{Actor, Assurance, Duty, Role, Standing};
use weicourt_domain::command::KnownPerson;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::StaffName;
use weicourt_domain::id::PersonId;

pub(crate) const COURT: &str = "浙0203";

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Who {
    Plaintiff = 1,
    PlaintiffsLawyer,
    Defendant,
    DefendantsRelative,
    ThirdParty,
    Stranger,
    Handling,
    Panel,
    SecondPanel,
    Assistant,
    Clerk,
    FilingOfficer,
    DivisionHead,
    President,
    OtherJudge,
    ForeignOfficer,
    Clock,
}

use Who::*;

impl Who {
    pub(crate) const ALL: [Who; 17] = [
        Plaintiff,
        PlaintiffsLawyer,
        Defendant,
        DefendantsRelative,
        ThirdParty,
        Stranger,
        Handling,
        Panel,
        SecondPanel,
        Assistant,
        Clerk,
        FilingOfficer,
        DivisionHead,
        President,
        OtherJudge,
        ForeignOfficer,
        Clock,
    ];

    pub(crate) fn person(self) -> PersonId {
        PersonId(self as u64)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Plaintiff => "样例甲",
            PlaintiffsLawyer => "样例丁",
            Defendant => "样例乙",
            DefendantsRelative => "样例戊",
            ThirdParty => "样例丙",
            Stranger => "样例己",
            Handling => "样例法官一",
            Panel => "样例法官二",
            SecondPanel => "样例法官三",
            Assistant => "样例助理",
            Clerk => "样例书记员",
            FilingOfficer => "样例立案员",
            DivisionHead => "样例庭长",
            President => "样例院长",
            OtherJudge => "样例法官四",
            ForeignOfficer => "样例外院立案员",
            Clock => "钟",
        }
    }

    pub(crate) fn staff(self) -> StaffName {
        StaffName { person: self.person(), name: self.name().to_owned() }
    }

    pub(crate) fn id_digest(self) -> Digest {
        Digest::of(self.name().as_bytes())
    }

    /// What the identity register says; the phone is the one the filing gives.
    pub(crate) fn known(self) -> KnownPerson {
        KnownPerson { name: self.name().to_owned(), id_digest: self.id_digest(), holds_invited_phone: true }
    }

    /// Role in a civil case.
    pub(crate) fn role(self) -> Role {
        match self {
            Plaintiff => Role::Plaintiff,
            Defendant => Role::Defendant,
            ThirdParty => Role::ThirdParty,
            PlaintiffsLawyer | DefendantsRelative => Role::LitigationAgent,
            Handling => Role::HandlingJudge,
            Panel | SecondPanel => Role::Judge,
            Assistant => Role::JudgeAssistant,
            Clerk => Role::Clerk,
            FilingOfficer | ForeignOfficer => Role::FilingOfficer,
            DivisionHead | President => Role::DivisionHead,
            Clock => Role::System,
            Stranger | OtherJudge => unreachable!("{self:?} has no role in the case"),
        }
    }

    pub(crate) fn assurance(self) -> Assurance {
        match self.standing() {
            Standing::Public => Assurance::RealName,
            Standing::Staff { .. } => Assurance::Staff,
            Standing::System => Assurance::System,
        }
    }

    fn standing(self) -> Standing {
        let staff = |court: &str, duty| Standing::Staff {
            court_code: court.parse().expect("a court"),
            duties: BTreeSet::from([duty]),
        };
        match self {
            Plaintiff | PlaintiffsLawyer | Defendant | DefendantsRelative | ThirdParty | Stranger => {
                Standing::Public
            }
            Handling | Panel | SecondPanel | OtherJudge => staff(COURT, Duty::Judge),
            Assistant => staff(COURT, Duty::JudgeAssistant),
            Clerk => staff(COURT, Duty::Clerk),
            FilingOfficer => staff(COURT, Duty::FilingOfficer),
            DivisionHead => staff(COURT, Duty::DivisionHead),
            President => staff(COURT, Duty::President),
            ForeignOfficer => staff("浙0212", Duty::FilingOfficer),
            Clock => Standing::System,
        }
    }

    pub(crate) fn actor(self) -> Actor {
        Actor { person: self.person(), standing: self.standing(), assurance: self.assurance() }
    }

    /// The same person, known less surely.
    pub(crate) fn only(self, assurance: Assurance) -> Actor {
        Actor { assurance, ..self.actor() }
    }
}
