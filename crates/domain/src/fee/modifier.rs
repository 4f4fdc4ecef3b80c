//! What bears on a fee besides its kind and the amount.

use std::fmt;
use std::str::FromStr;

use super::{FeeKind, FeeTermError};
use crate::money::Fen;

/// When in the case the question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// What has to be paid on top of what was paid.
    Supplement,
    /// What the court pays back.
    Refund,
    /// What remains at the end.
    Final,
}

/// The classes of administrative cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdministrativeClass {
    /// 商标、专利、海事行政案件
    TrademarkPatentMaritime,
    /// 其他行政案件
    Other,
}

/// How a court rounds. The regulation is silent; the fen, half up, is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RoundingPolicy {
    /// To the fen, half up.
    #[default]
    Fen,
    /// To whole yuan, half up.
    YuanHalfUp,
    /// To whole yuan, down.
    YuanFloor,
}

/// One thing that bears on a fee, written as in `fee_cases.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Modifier {
    /// `simplified`: simplified procedure.
    Simplified,
    /// `small_claims`: small-claims procedure, which is a form of the simplified one.
    SmallClaims,
    /// `mediated`: closed by mediation.
    Mediated,
    /// `withdrawn`: withdrawn by the plaintiff or appellant.
    Withdrawn,
    /// `joined`: counterclaim or independent third-party claim heard together with the suit.
    Joined,
    /// `simplified_to_ordinary`: the procedure was converted.
    SimplifiedToOrdinary,
    /// `deemed_withdrawn_after_conversion_unpaid`: the second half was not paid in time.
    DeemedWithdrawnAfterConversionUnpaid,
    /// `stage=supplement|refund|final`.
    Stage(Stage),
    /// `increase_from=YUAN`: the claim was raised from this amount.
    IncreaseFrom(Fen),
    /// `decrease_from=YUAN`: the claim was lowered from this amount.
    DecreaseFrom(Fen),
    /// `before_end_of_court_investigation`: the claim was lowered in time for a refund.
    BeforeEndOfCourtInvestigation,
    /// `multiple_property_claims=YUAN+YUAN…`: the claims that make up the amount.
    MultiplePropertyClaims(Vec<Fen>),
    /// `with_non_property_claims=N`.
    WithNonPropertyClaims(u32),
    /// `claims=N`: several non-property claims.
    Claims(u32),
    /// `province=浙江`.
    Province(String),
    /// `class=trademark_patent_maritime|other`.
    Class(AdministrativeClass),
    /// `rejected`: the objection to jurisdiction failed.
    Rejected,
    /// `upheld`: the objection to jurisdiction succeeded.
    Upheld,
    /// `no_amount`: nothing that could be counted in money.
    NoAmount,
    /// `min`: the lower end of a range the court sets.
    Least,
    /// `max`: the upper end of a range the court sets.
    Most,
    /// What the ruling, special procedure or review is about; several joined by `|` mean any of them.
    Matter(String),
    /// `rounding=fen|yuan_half_up|yuan_floor`.
    Rounding(RoundingPolicy),
}

/// The rulings that can be appealed.
const RULINGS: [&str; 3] = ["non_acceptance", "dismissal", "jurisdiction"];
/// The special procedures. The realisation of a security interest is not among the free ones: it has
/// an application fee (民诉法解释 §204).
const SPECIAL_PROCEDURES: [&str; 9] = [
    "judicial_confirmation",
    "missing_person",
    "death_declaration",
    "voter_qualification",
    "legal_capacity",
    "ownerless_property",
    "estate_administrator",
    "guardianship",
    "revocation_of_declaration",
];
/// What a court reviews of an arbitration.
const REVIEWS: [&str; 2] = ["set_aside", "validity"];
/// Stands in a `|` list for the rest of it.
const AND_SO_ON: &str = "...";

impl Modifier {
    /// Whether this modifier means anything for `kind`.
    pub(super) fn applies_to(&self, kind: FeeKind) -> bool {
        let by_amount = kind.is_property()
            || matches!(kind, FeeKind::Divorce | FeeKind::PersonalityRight | FeeKind::IpCivil);
        match self {
            Self::Province(_) | Self::Rounding(_) => true,
            Self::Simplified => kind.is_first_instance(),
            Self::SmallClaims => matches!(kind, FeeKind::Property | FeeKind::Labour | FeeKind::IpCivil),
            Self::Mediated | Self::Withdrawn => kind.is_first_instance() || kind == FeeKind::AppealProperty,
            Self::Joined => {
                matches!(kind, FeeKind::CounterclaimProperty | FeeKind::ThirdPartyClaimProperty)
            }
            Self::SimplifiedToOrdinary | Self::DeemedWithdrawnAfterConversionUnpaid => {
                kind.is_first_instance()
            }
            Self::Stage(_) => {
                kind.is_first_instance()
                    || matches!(
                        kind,
                        FeeKind::AppealProperty | FeeKind::RemandedAppeal | FeeKind::DismissedOrNotAccepted
                    )
            }
            Self::IncreaseFrom(_) | Self::DecreaseFrom(_) | Self::BeforeEndOfCourtInvestigation => by_amount,
            Self::MultiplePropertyClaims(_) | Self::WithNonPropertyClaims(_) => {
                kind.is_property() || kind == FeeKind::IpCivil
            }
            Self::Claims(_) => kind == FeeKind::OtherNonProperty,
            Self::Class(_) => kind == FeeKind::Administrative,
            Self::Rejected | Self::Upheld => kind == FeeKind::JurisdictionObjection,
            Self::NoAmount => matches!(kind, FeeKind::Enforcement | FeeKind::Preservation),
            Self::Least | Self::Most => kind == FeeKind::Enforcement,
            Self::Matter(matters) => {
                let known: &[&str] = match kind {
                    FeeKind::AppealRuling => &RULINGS,
                    FeeKind::SpecialProcedure => &SPECIAL_PROCEDURES,
                    FeeKind::ArbitrationReview => &REVIEWS,
                    _ => &[],
                };
                matters
                    .split('|')
                    .all(|matter| known.contains(&matter) || (matter == AND_SO_ON && !known.is_empty()))
            }
        }
    }

    /// Whether both cannot be said of one case.
    pub(super) fn contradicts(&self, other: &Self) -> bool {
        let converted =
            |m: &Self| matches!(m, Self::SimplifiedToOrdinary | Self::DeemedWithdrawnAfterConversionUnpaid);
        let changed = |m: &Self| matches!(m, Self::IncreaseFrom(_) | Self::DecreaseFrom(_));
        match (self, other) {
            (Self::Rejected, Self::Upheld)
            | (Self::Upheld, Self::Rejected)
            | (Self::Least, Self::Most)
            | (Self::Most, Self::Least)
            | (Self::Mediated, Self::Withdrawn)
            | (Self::Withdrawn, Self::Mediated)
            | (Self::Stage(_), Self::Stage(_))
            | (Self::Province(_), Self::Province(_))
            | (Self::Class(_), Self::Class(_))
            | (Self::Rounding(_), Self::Rounding(_))
            | (Self::MultiplePropertyClaims(_), Self::MultiplePropertyClaims(_)) => true,
            (one, other) if converted(one) => converted(other) || other.halves().is_some() || changed(other),
            (one, other) if converted(other) => one.halves().is_some() || changed(one),
            (one, other) => changed(one) && changed(other),
        }
    }

    /// Why and by which provision this modifier halves the acceptance fee, if it does.
    pub(super) fn halves(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Simplified => Some(("适用简易程序", "诉讼费用交纳办法 §16")),
            Self::SmallClaims => Some(("适用小额诉讼程序", "诉讼费用交纳办法 §16")),
            Self::Mediated => Some(("以调解方式结案", "诉讼费用交纳办法 §15")),
            Self::Withdrawn => Some(("申请撤诉", "诉讼费用交纳办法 §15")),
            Self::Joined => Some(("合并审理", "诉讼费用交纳办法 §18")),
            _ => None,
        }
    }
}

impl FromStr for Modifier {
    type Err = FeeTermError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bad_value = || FeeTermError::BadValue { text: text.to_owned() };
        let unknown = || FeeTermError::UnknownModifier { text: text.to_owned() };
        let money = |value: &str| value.parse::<Fen>().map_err(|_| bad_value());
        let count = |value: &str| match value.parse::<u32>() {
            Ok(n) if n > 0 => Ok(n),
            _ => Err(bad_value()),
        };
        let Some((name, value)) = text.split_once('=') else {
            return Ok(match text {
                "simplified" => Self::Simplified,
                "small_claims" => Self::SmallClaims,
                "mediated" => Self::Mediated,
                "withdrawn" => Self::Withdrawn,
                "joined" => Self::Joined,
                "simplified_to_ordinary" => Self::SimplifiedToOrdinary,
                "deemed_withdrawn_after_conversion_unpaid" => Self::DeemedWithdrawnAfterConversionUnpaid,
                "before_end_of_court_investigation" => Self::BeforeEndOfCourtInvestigation,
                "rejected" => Self::Rejected,
                "upheld" => Self::Upheld,
                "no_amount" => Self::NoAmount,
                "min" => Self::Least,
                "max" => Self::Most,
                matters => {
                    let known = |matter| {
                        RULINGS.contains(&matter)
                            || SPECIAL_PROCEDURES.contains(&matter)
                            || REVIEWS.contains(&matter)
                    };
                    let mut parts = matters.split('|');
                    if !parts.next().is_some_and(known) || !parts.all(|part| known(part) || part == AND_SO_ON)
                    {
                        return Err(unknown());
                    }
                    Self::Matter(matters.to_owned())
                }
            });
        };
        Ok(match (name, value) {
            ("stage", "supplement") => Self::Stage(Stage::Supplement),
            ("stage", "refund") => Self::Stage(Stage::Refund),
            ("stage", "final") => Self::Stage(Stage::Final),
            ("class", "trademark_patent_maritime") => {
                Self::Class(AdministrativeClass::TrademarkPatentMaritime)
            }
            ("class", "other") => Self::Class(AdministrativeClass::Other),
            ("rounding", "fen") => Self::Rounding(RoundingPolicy::Fen),
            ("rounding", "yuan_half_up") => Self::Rounding(RoundingPolicy::YuanHalfUp),
            ("rounding", "yuan_floor") => Self::Rounding(RoundingPolicy::YuanFloor),
            ("stage" | "class" | "rounding", _) => return Err(bad_value()),
            ("province", "") => return Err(bad_value()),
            ("province", province) => Self::Province(province.to_owned()),
            ("increase_from", value) => Self::IncreaseFrom(money(value)?),
            ("decrease_from", value) => Self::DecreaseFrom(money(value)?),
            ("multiple_property_claims", value) => {
                Self::MultiplePropertyClaims(value.split('+').map(money).collect::<Result<_, _>>()?)
            }
            ("with_non_property_claims", value) => Self::WithNonPropertyClaims(count(value)?),
            ("claims", value) => Self::Claims(count(value)?),
            _ => return Err(unknown()),
        })
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Supplement => "supplement",
            Self::Refund => "refund",
            Self::Final => "final",
        })
    }
}

impl fmt::Display for Modifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Simplified => f.write_str("simplified"),
            Self::SmallClaims => f.write_str("small_claims"),
            Self::Mediated => f.write_str("mediated"),
            Self::Withdrawn => f.write_str("withdrawn"),
            Self::Joined => f.write_str("joined"),
            Self::SimplifiedToOrdinary => f.write_str("simplified_to_ordinary"),
            Self::DeemedWithdrawnAfterConversionUnpaid => {
                f.write_str("deemed_withdrawn_after_conversion_unpaid")
            }
            Self::Stage(stage) => write!(f, "stage={stage}"),
            Self::IncreaseFrom(amount) => write!(f, "increase_from={amount}"),
            Self::DecreaseFrom(amount) => write!(f, "decrease_from={amount}"),
            Self::BeforeEndOfCourtInvestigation => f.write_str("before_end_of_court_investigation"),
            Self::MultiplePropertyClaims(claims) => {
                let claims: Vec<String> = claims.iter().map(Fen::to_string).collect();
                write!(f, "multiple_property_claims={}", claims.join("+"))
            }
            Self::WithNonPropertyClaims(n) => write!(f, "with_non_property_claims={n}"),
            Self::Claims(n) => write!(f, "claims={n}"),
            Self::Province(province) => write!(f, "province={province}"),
            Self::Class(AdministrativeClass::TrademarkPatentMaritime) => {
                f.write_str("class=trademark_patent_maritime")
            }
            Self::Class(AdministrativeClass::Other) => f.write_str("class=other"),
            Self::Rejected => f.write_str("rejected"),
            Self::Upheld => f.write_str("upheld"),
            Self::NoAmount => f.write_str("no_amount"),
            Self::Least => f.write_str("min"),
            Self::Most => f.write_str("max"),
            Self::Matter(matter) => f.write_str(matter),
            Self::Rounding(RoundingPolicy::Fen) => f.write_str("rounding=fen"),
            Self::Rounding(RoundingPolicy::YuanHalfUp) => f.write_str("rounding=yuan_half_up"),
            Self::Rounding(RoundingPolicy::YuanFloor) => f.write_str("rounding=yuan_floor"),
        }
    }
}
