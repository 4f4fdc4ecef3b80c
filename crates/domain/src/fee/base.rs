//! The full fee of each kind, before anything halves, refunds or rounds it.

use super::{AdministrativeClass, Bill, FeeKind, FeeQuestion, FeeRefusal, Modifier, Tariff};
use crate::exact::Exact;
use crate::money::Fen;

/// The fee of `question` for `amount`, which differs from the question's own when a changed claim is
/// compared with what it was.
pub(super) fn full_fee(
    question: &FeeQuestion,
    amount: Option<Fen>,
    tariff: &Tariff,
    bill: &mut Bill,
) -> Result<Exact, FeeRefusal> {
    let FeeQuestion { kind, modifiers, .. } = question;
    let province = modifiers.iter().find_map(|modifier| match modifier {
        Modifier::Province(province) => Some(province.as_str()),
        _ => None,
    });
    let needed = || amount.ok_or(FeeRefusal::AmountNeeded { kind: *kind });
    match kind {
        FeeKind::Property | FeeKind::CounterclaimProperty | FeeKind::ThirdPartyClaimProperty => {
            explain_claims(modifiers, bill);
            tariff.over_bands("property", needed()?, bill)
        }
        FeeKind::AppealProperty => {
            explain_claims(modifiers, bill);
            bill.step("按照不服一审判决部分的上诉请求数额交纳", "诉讼费用交纳办法 §17");
            tariff.over_bands("property", needed()?, bill)
        }
        FeeKind::RemandedAppeal => {
            bill.step("发回重审，退还上诉人已交纳的二审案件受理费：", "诉讼费用交纳办法 §27");
            tariff.over_bands("property", needed()?, bill)
        }
        FeeKind::AppealRuling => {
            free("对不予受理、驳回起诉和管辖权异议裁定上诉", "诉讼费用交纳办法 §8(3)", bill)
        }
        FeeKind::DismissedOrNotAccepted => {
            bill.cite("诉讼费用交纳办法 §27");
            free("不予受理、驳回起诉的案件（已交的退还）", "诉讼费用交纳办法 §8(2)", bill)
        }
        FeeKind::Divorce | FeeKind::PersonalityRight => {
            let base = tariff.fixed(kind.name(), province, bill)?;
            let excess = tariff.over_bands(kind.name(), amount.unwrap_or_default(), bill)?;
            Ok(base + excess)
        }
        FeeKind::OtherNonProperty => {
            if modifiers.iter().any(|modifier| matches!(modifier, Modifier::Claims(_))) {
                bill.step("多个非财产性诉讼请求按一件交纳", "民诉法解释 §201");
            }
            tariff.fixed(kind.name(), province, bill)
        }
        FeeKind::IpCivil => match amount {
            Some(amount) => {
                explain_claims(modifiers, bill);
                bill.step("有争议金额的，按照财产案件的标准交纳", "诉讼费用交纳办法 §13(3)");
                tariff.over_bands("property", amount, bill)
            }
            None => tariff.fixed(kind.name(), province, bill),
        },
        FeeKind::Labour => tariff.fixed(kind.name(), province, bill),
        FeeKind::Administrative => {
            let special = Modifier::Class(AdministrativeClass::TrademarkPatentMaritime);
            let name = if modifiers.contains(&special) {
                "administrative_trademark_patent_maritime"
            } else {
                "administrative_other"
            };
            tariff.fixed(name, province, bill)
        }
        FeeKind::AdministrativeCompensation => free("行政赔偿案件", "诉讼费用交纳办法 §8(4)", bill),
        FeeKind::JurisdictionObjection => {
            if modifiers.contains(&Modifier::Upheld) {
                free("管辖权异议成立", "诉讼费用交纳办法 §13(6)", bill)
            } else if modifiers.contains(&Modifier::Rejected) {
                tariff.fixed(kind.name(), province, bill)
            } else {
                Err(FeeRefusal::OutcomeNeeded)
            }
        }
        FeeKind::SpecialProcedure => free("特别程序案件", "诉讼费用交纳办法 §8(1)", bill),
        FeeKind::Enforcement => enforcement(modifiers, amount, province, tariff, bill),
        FeeKind::Preservation => {
            if without_amount(modifiers, amount)? {
                return tariff.fixed("preservation_no_amount", province, bill);
            }
            let fee = tariff.over_bands("preservation", needed()?, bill)?;
            tariff.cap("preservation_cap", fee, bill)
        }
        FeeKind::PaymentOrder => {
            let whole = tariff.over_bands("property", needed()?, bill)?;
            let third = whole / Exact::from(3);
            bill.step(
                format!("比照财产案件受理费标准的1/3交纳：{whole} ÷ 3 = {third}元"),
                "诉讼费用交纳办法 §14(3)",
            );
            Ok(third)
        }
        FeeKind::PublicSummons | FeeKind::ArbitrationReview => tariff.fixed(kind.name(), province, bill),
        FeeKind::Bankruptcy => {
            let whole = tariff.over_bands("property", needed()?, bill)?;
            let half = whole / Exact::from(2);
            bill.step(
                format!("依据破产财产总额按照财产案件受理费标准减半：{whole} ÷ 2 = {half}元"),
                "诉讼费用交纳办法 §14(6)",
            );
            tariff.cap("bankruptcy_cap", half, bill)
        }
    }
}

fn free(what: &str, source: &str, bill: &mut Bill) -> Result<Exact, FeeRefusal> {
    bill.step(format!("{what}，不交纳"), source);
    Ok(Exact::ZERO)
}

fn without_amount(modifiers: &[Modifier], amount: Option<Fen>) -> Result<bool, FeeRefusal> {
    match (modifiers.contains(&Modifier::NoAmount), amount) {
        (true, Some(amount)) => Err(FeeRefusal::AmountAndNone { amount }),
        (without, _) => Ok(without),
    }
}

fn enforcement(
    modifiers: &[Modifier],
    amount: Option<Fen>,
    province: Option<&str>,
    tariff: &Tariff,
    bill: &mut Bill,
) -> Result<Exact, FeeRefusal> {
    const NO_AMOUNT: &str = "enforcement_no_amount";
    let end = modifiers.iter().find(|modifier| matches!(modifier, Modifier::Least | Modifier::Most));
    if !without_amount(modifiers, amount)? {
        if let Some(end) = end {
            // Only the range for cases without an amount has ends.
            return Err(FeeRefusal::NotApplicable { kind: FeeKind::Enforcement, modifier: end.to_string() });
        }
        let amount = amount.ok_or(FeeRefusal::AmountNeeded { kind: FeeKind::Enforcement })?;
        return tariff.over_bands("enforcement", amount, bill);
    }
    let Some(end) = end else { return tariff.fixed(NO_AMOUNT, province, bill) };
    let (least, most, source) = tariff.range(NO_AMOUNT)?;
    let fee = Exact::yuan(if matches!(end, Modifier::Least) { least } else { most });
    let range = format!("没有执行金额的，每件{}元至{}元，按{fee}元计", Exact::yuan(least), Exact::yuan(most));
    bill.step(range, source);
    Ok(fee)
}

fn explain_claims(modifiers: &[Modifier], bill: &mut Bill) {
    for modifier in modifiers {
        match modifier {
            Modifier::MultiplePropertyClaims(_) => {
                bill.step("多个财产性诉讼请求合并计算", "民诉法解释 §201");
            }
            Modifier::WithNonPropertyClaims(_) => {
                bill.step(
                    "既有财产性又有非财产性诉讼请求的，按照财产性诉讼请求的标准交纳",
                    "民诉法解释 §201",
                );
            }
            _ => {}
        }
    }
}
