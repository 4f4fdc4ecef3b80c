//! Court fees (诉讼费用): every kind, every modifier, with the steps of the sum and their sources.
//!
//! The sum is exact until its end and rounded once, half up to the fen unless the court's policy says
//! otherwise. Bands, amounts and caps are data ([`Tariff`]); this module holds the rules that join them.
//!
//! To add a kind: 1. a variant of [`FeeKind`]; 2. its arm in `base.rs` and in `Modifier::applies_to`;
//! 3. rows in `testdata/vectors/fee_cases.csv`.

mod base;
mod kind;
mod modifier;
mod refusal;
mod tariff;

use std::fmt::Display;

use serde::{Deserialize, Serialize};

pub use self::kind::FeeKind;
pub use self::modifier::{AdministrativeClass, Modifier, RoundingPolicy, Stage};
pub use self::refusal::{FeeRefusal, FeeTermError};
pub use self::tariff::{Band, Tariff, TariffAmount};
use crate::exact::{Exact, LARGEST_AMOUNT};
use crate::money::Fen;

/// What the fee is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeQuestion {
    /// The kind of case or application.
    pub kind: FeeKind,
    /// The amount in dispute (of an appeal: the disputed part), where there is one.
    pub amount: Option<Fen>,
    /// What else bears on the fee.
    pub modifiers: Vec<Modifier>,
}

/// A fee with how it was found. For reference: the court's fee notice decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Fee {
    /// The fee; with [`Stage::Refund`] what the court pays back, with [`Stage::Supplement`] what is
    /// still to be paid.
    #[serde(rename = "fee_fen")]
    pub fee: Fen,
    /// The steps of the sum in Chinese, in order.
    pub steps: Vec<String>,
    /// The provisions applied, each once.
    pub source: Vec<String>,
}

/// The steps and sources gathered on the way.
#[derive(Debug, Default)]
struct Bill {
    steps: Vec<String>,
    source: Vec<String>,
}

impl Bill {
    fn step(&mut self, step: impl Display, source: &str) {
        self.steps.push(step.to_string());
        self.cite(source);
    }

    fn cite(&mut self, source: &str) {
        if !self.source.iter().any(|cited| cited == source) {
            self.source.push(source.to_owned());
        }
    }
}

/// The fee for `question`.
///
/// # Errors
///
/// [`FeeRefusal`] when the amount is missing, negative or beyond ten thousand billion yuan, when a
/// modifier does not apply to the kind or contradicts another, or when the province's amount is not
/// known.
///
/// # Source
///
/// 诉讼费用交纳办法 §8, §13–§18, §21, §27; 民诉法解释 §199, §201, §206.
///
/// # Example
///
/// 200 000 yuan: 50 + 90 000 × 2.5 % + 100 000 × 2 % = 4 300 yuan.
///
/// ```
/// use weicourt_domain::facts::Facts;
/// use weicourt_domain::fee::{FeeKind, FeeQuestion, court_fee};
/// use weicourt_domain::money::Fen;
///
/// let facts = Facts::embedded();
/// let question =
///     FeeQuestion { kind: FeeKind::Property, amount: Some(Fen::yuan(200_000)), modifiers: vec![] };
/// assert_eq!(court_fee(&question, &facts.tariff)?.fee, Fen::yuan(4_300));
/// # Ok::<(), weicourt_domain::fee::FeeRefusal>(())
/// ```
pub fn court_fee(question: &FeeQuestion, tariff: &Tariff) -> Result<Fee, FeeRefusal> {
    check_question(question)?;
    let mut bill = Bill::default();
    let full = base::full_fee(question, question.amount, tariff, &mut bill)?;
    let changed = after_change_of_claim(question, full, tariff, &mut bill)?;
    let halved = halve_once(&question.modifiers, changed, &mut bill);
    let due = at_stage(question, halved, &mut bill)?;
    let fee = round(&question.modifiers, due, &mut bill);
    Ok(Fee { fee, steps: bill.steps, source: bill.source })
}

fn check_question(question: &FeeQuestion) -> Result<(), FeeRefusal> {
    let FeeQuestion { kind, amount, modifiers } = question;
    for (i, modifier) in modifiers.iter().enumerate() {
        if !modifier.applies_to(*kind) {
            return Err(FeeRefusal::NotApplicable { kind: *kind, modifier: modifier.to_string() });
        }
        if let Some(other) = modifiers[..i].iter().find(|other| modifier.contradicts(other)) {
            return Err(FeeRefusal::Contradiction { one: other.to_string(), other: modifier.to_string() });
        }
    }
    let stated = modifiers.iter().filter_map(|modifier| match modifier {
        Modifier::IncreaseFrom(amount) | Modifier::DecreaseFrom(amount) => Some(*amount),
        _ => None,
    });
    for amount in stated.chain(*amount) {
        if amount.is_negative() {
            return Err(FeeRefusal::NegativeAmount { amount });
        }
        if amount > LARGEST_AMOUNT {
            return Err(FeeRefusal::AmountTooLarge { amount });
        }
    }
    for modifier in modifiers {
        if let Modifier::MultiplePropertyClaims(claims) = modifier {
            let sum: Fen = claims.iter().copied().sum();
            if Some(sum) != *amount {
                return Err(FeeRefusal::ClaimsDoNotAddUp { sum, amount: amount.unwrap_or_default() });
            }
        }
    }
    Ok(())
}

/// What is still to be paid, or paid back, when the claim was raised or lowered.
fn after_change_of_claim(
    question: &FeeQuestion,
    full: Exact,
    tariff: &Tariff,
    bill: &mut Bill,
) -> Result<Exact, FeeRefusal> {
    let modifiers = &question.modifiers;
    let to = question.amount.unwrap_or_default();
    let change = modifiers.iter().find_map(|modifier| match modifier {
        Modifier::IncreaseFrom(from) => Some((*from, true)),
        Modifier::DecreaseFrom(from) => Some((*from, false)),
        _ => None,
    });
    let Some((from, raised)) = change else { return Ok(full) };
    if (raised && from > to) || (!raised && from < to) {
        return Err(FeeRefusal::ChangeTheOtherWay { from, to });
    }
    let needed = if raised { Stage::Supplement } else { Stage::Refund };
    if !modifiers.contains(&Modifier::Stage(needed)) {
        return Err(FeeRefusal::StageNeeded { stage: needed });
    }
    if !raised && !modifiers.contains(&Modifier::BeforeEndOfCourtInvestigation) {
        bill.step("法庭调查终结后减少诉讼请求，减少部分的案件受理费不退", "诉讼费用交纳办法 §35");
        return Ok(Exact::ZERO);
    }
    bill.step(format!("变更前的诉讼请求数额{from}元："), "诉讼费用交纳办法 §21");
    let before = base::full_fee(question, Some(from), tariff, bill)?;
    let (word, difference) = if raised { ("补交", full - before) } else { ("退还", before - full) };
    bill.steps.push(format!("变更前{before}元，变更后{full}元，{word}差额{difference}元"));
    Ok(difference)
}

/// Halves at most once, whatever the number of reasons.
fn halve_once(modifiers: &[Modifier], amount: Exact, bill: &mut Bill) -> Exact {
    let reasons: Vec<(&str, &str)> = modifiers.iter().filter_map(Modifier::halves).collect();
    let Some((first, _)) = reasons.first() else { return amount };
    let half = amount / Exact::from(2);
    let reason = reasons.iter().map(|(reason, _)| *reason).collect::<Vec<_>>().join("、");
    bill.steps.push(format!("{reason}，减半：{amount} ÷ 2 = {half}元"));
    for (_, source) in &reasons {
        bill.cite(source);
    }
    if reasons.iter().any(|(reason, _)| reason != first) {
        bill.step("减半收取只能减半一次", "民诉法解释 §206");
    }
    half
}

fn at_stage(question: &FeeQuestion, amount: Exact, bill: &mut Bill) -> Result<Exact, FeeRefusal> {
    const CONVERSION: &str = "民诉法解释 §199";
    let modifiers = &question.modifiers;
    let stage = modifiers.iter().find_map(|modifier| match modifier {
        Modifier::Stage(stage) => Some(*stage),
        _ => None,
    });
    let half = amount / Exact::from(2);
    if modifiers.contains(&Modifier::SimplifiedToOrdinary) {
        if stage != Some(Stage::Supplement) {
            return Err(FeeRefusal::StageNeeded { stage: Stage::Supplement });
        }
        bill.step(format!("简易程序转为普通程序，7日内补交另一半：{amount} ÷ 2 = {half}元"), CONVERSION);
        return Ok(half);
    }
    if modifiers.contains(&Modifier::DeemedWithdrawnAfterConversionUnpaid) {
        if stage != Some(Stage::Refund) {
            return Err(FeeRefusal::StageNeeded { stage: Stage::Refund });
        }
        let refund = half / Exact::from(2);
        bill.step(
            format!("转为普通程序后未补交，按撤诉处理，已交的{half}元退还一半：{refund}元"),
            CONVERSION,
        );
        return Ok(refund);
    }
    let changed =
        modifiers.iter().any(|m| matches!(m, Modifier::IncreaseFrom(_) | Modifier::DecreaseFrom(_)));
    match (question.kind, stage) {
        (FeeKind::RemandedAppeal, Some(Stage::Refund) | None)
        | (FeeKind::DismissedOrNotAccepted, _)
        | (_, None | Some(Stage::Final)) => Ok(amount),
        (_, Some(_)) if changed => Ok(amount),
        (_, Some(stage)) => Err(FeeRefusal::StageWithoutCause { stage }),
    }
}

fn round(modifiers: &[Modifier], amount: Exact, bill: &mut Bill) -> Fen {
    let policy = modifiers.iter().find_map(|modifier| match modifier {
        Modifier::Rounding(policy) => Some(*policy),
        _ => None,
    });
    let (fee, how) = match policy.unwrap_or_default() {
        RoundingPolicy::Fen => (amount.to_fen(), "四舍五入到分"),
        RoundingPolicy::YuanHalfUp => (amount.to_whole_yuan(), "四舍五入到元"),
        RoundingPolicy::YuanFloor => (amount.to_yuan_dropping_fraction(), "舍去不足1元部分"),
    };
    if Exact::yuan(fee) != amount {
        bill.steps.push(format!("{how}：{fee}元"));
    }
    fee
}
