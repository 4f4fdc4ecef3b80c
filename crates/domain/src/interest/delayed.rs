//! The doubled part of default interest (加倍部分债务利息).

use super::refusal::{check_amount, days_between};
use super::{InterestRefusal, Outcome, Reckoning};
use crate::calendar::BeijingDate;
use crate::exact::Exact;
use crate::money::Fen;
use crate::parameter::Parameters;

/// A money debt that was not paid in time.
#[derive(Debug, Clone)]
pub struct DelayedDebt {
    /// The debt under the document, without ordinary interest.
    pub principal: Fen,
    /// The day the period for performance ended (or the document took effect, without such a period).
    pub due_on: BeijingDate,
    /// The day of full performance, or the day up to which to count. It counts itself.
    pub until: BeijingDate,
    /// Payments towards the principal before `until`.
    pub payments: Vec<PartPayment>,
    /// Spans in which enforcement was stayed for a review the debtor did not ask for.
    pub stayed: Vec<StayedSpan>,
}

/// A payment towards the debt. Its day still counts for the part it pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartPayment {
    /// The day.
    pub on: BeijingDate,
    /// The amount.
    pub amount: Fen,
}

/// Days that do not count, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StayedSpan {
    /// The first such day.
    pub from: BeijingDate,
    /// The last such day.
    pub until: BeijingDate,
}

/// The doubled part: debt × rate per day × days, the first day being the one after the due date.
///
/// # Errors
///
/// [`InterestRefusal`] for negative amounts, an end before the due date, spans the wrong way round, or
/// payments that lie outside the delay or exceed the debt.
///
/// # Source
///
/// 迟延履行利息解释 §1–§4.
///
/// # Example
///
/// 100 000 yuan, 100 days late: 100 000 × 0.000175 × 100 = 1 750 yuan.
pub fn doubled_default_interest(
    debt: &DelayedDebt,
    parameters: &Parameters,
) -> Result<Reckoning, InterestRefusal> {
    let DelayedDebt { due_on, until, .. } = *debt;
    let days = days_between(due_on, until)?;
    let rate = &parameters.doubled_interest_rate_per_day;
    for span in &debt.stayed {
        days_between(span.from, span.until)?;
    }
    let mut payments = debt.payments.clone();
    payments.sort_by_key(|payment| payment.on);
    let mut owed = check_amount(debt.principal)?;
    let mut counted_from = due_on;
    let mut sum = Exact::ZERO;
    let mut counted_days = 0;
    let mut steps = Vec::new();
    let mut stretch = |from: BeijingDate, to: BeijingDate, owed: Fen| -> Result<(), InterestRefusal> {
        let stretch_days = days_between(from, to)? - stayed_days(&debt.stayed, from, to);
        let interest = Exact::yuan(owed) * rate.number * Exact::from(stretch_days);
        steps.push(format!("{from}次日至{to}：{owed} × {} × {stretch_days}日 = {interest}元", rate.number));
        sum = sum + interest;
        counted_days += stretch_days;
        Ok(())
    };
    for PartPayment { on, amount } in payments {
        let does_not_fit = InterestRefusal::PaymentDoesNotFit { on, amount };
        if check_amount(amount)? == Fen::ZERO || amount > owed || on < due_on || on > until {
            return Err(does_not_fit);
        }
        stretch(counted_from, on, owed)?;
        owed = owed.checked_sub(amount).ok_or(does_not_fit)?;
        counted_from = on;
    }
    stretch(counted_from, until, owed)?;
    let days = if debt.stayed.is_empty() { days } else { counted_days };
    Ok(Reckoning::new(
        Outcome::Money(sum.to_fen()),
        Some(days),
        steps,
        &[&rate.source, "迟延履行利息解释 §2", "迟延履行利息解释 §3", "民事诉讼法 §264"],
    ))
}

/// Stayed days among those after `from` up to and including `to`; a day in two spans counts once.
fn stayed_days(stayed: &[StayedSpan], from: BeijingDate, to: BeijingDate) -> u32 {
    let mut spans: Vec<(i32, i32)> = stayed
        .iter()
        .map(|span| (from.days_until(span.from).max(1), from.days_until(span.until).min(from.days_until(to))))
        .collect();
    spans.sort_unstable();
    let mut n_days = 0;
    let mut counted_up_to = 0;
    for (first, last) in spans {
        let first = first.max(counted_up_to + 1);
        if last >= first {
            n_days += (last - first + 1) as u32;
            counted_up_to = last;
        }
    }
    n_days
}
