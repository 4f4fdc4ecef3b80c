//! Court fees.

use proptest::prelude::*;
use weicourt_domain::fee::{Fee, FeeKind, FeeQuestion, FeeRefusal, FeeTermError, Modifier, Stage, court_fee};
use weicourt_domain::money::Fen;

use super::{FACTS, rows};

fn ask(kind: FeeKind, amount: Option<Fen>, modifiers: &[&str]) -> Result<Fee, FeeRefusal> {
    let modifiers = modifiers.iter().map(|text| text.parse().expect("a modifier")).collect();
    court_fee(&FeeQuestion { kind, amount, modifiers }, &FACTS.tariff)
}

fn property(yuan: i64) -> Fen {
    ask(FeeKind::Property, Some(Fen::yuan(yuan)), &[]).expect("a fee").fee
}

#[test]
fn every_row_of_the_table_agrees() {
    let rows = rows("fee_cases.csv");
    assert_eq!(rows.len(), 106);
    for row in rows {
        let amount = (!row[1].is_empty()).then(|| row[1].parse().expect("an amount"));
        let modifiers: Vec<&str> = row[2].split(';').filter(|modifier| !modifier.is_empty()).collect();
        let fee = ask(row[0].parse().expect("a kind"), amount, &modifiers)
            .unwrap_or_else(|refusal| panic!("{row:?}: {refusal}"));
        assert_eq!(fee.fee.to_string(), row[3], "{row:?}: {:?}", fee.steps);
        assert!(!fee.steps.is_empty() && !fee.source.is_empty(), "{row:?}");
    }
}

#[test]
fn the_steps_show_the_sum_with_its_numbers() {
    let fee =
        ask(FeeKind::Property, Some("123456.78".parse().expect("an amount")), &["simplified", "mediated"])
            .expect("a fee");
    insta::assert_snapshot!(fee.steps.join("\n"), @r"
    不超过10000元部分，每件50元
    超过10000元至100000元部分：90000 × 2.5% = 2250元
    超过100000元至200000元部分：23456.78 × 2% = 469.1356元
    适用简易程序、以调解方式结案，减半：2769.1356 ÷ 2 = 1384.5678元
    减半收取只能减半一次
    四舍五入到分：1384.57元
    ");
    insta::assert_snapshot!(fee.source.join("\n"), @r"
    诉讼费用交纳办法 §13(1)
    诉讼费用交纳办法 §16
    诉讼费用交纳办法 §15
    民诉法解释 §206
    ");
}

#[test]
fn what_halves_does_so_once() {
    let halves = ["simplified", "mediated"];
    let once = ask(FeeKind::Property, Some(Fen::yuan(100_000)), &halves[..1]).expect("a fee");
    let both = ask(FeeKind::Property, Some(Fen::yuan(100_000)), &halves).expect("a fee");
    assert_eq!(once.fee, both.fee);
    let joined = ask(FeeKind::CounterclaimProperty, Some(Fen::yuan(200_000)), &["joined", "simplified"]);
    assert_eq!(joined.expect("a fee").fee, Fen::yuan(2_150));
}

#[test]
fn a_claim_lowered_too_late_brings_no_refund() {
    let late = ask(FeeKind::Property, Some(Fen::yuan(100_000)), &["decrease_from=300000", "stage=refund"]);
    assert_eq!(late.expect("an answer").fee, Fen::ZERO);
}

#[test]
fn a_raised_claim_under_the_simplified_procedure_pays_half_the_difference() {
    let modifiers = ["increase_from=100000", "stage=supplement", "simplified"];
    assert_eq!(
        ask(FeeKind::Property, Some(Fen::yuan(300_000)), &modifiers).expect("a fee").fee,
        Fen::yuan(1_750)
    );
}

#[test]
fn questions_without_an_answer_are_refused() {
    use FeeKind as K;
    let refused = |kind, amount: Option<i64>, modifiers: &[&str]| {
        ask(kind, amount.map(Fen::yuan), modifiers).expect_err("a refusal")
    };
    assert!(matches!(refused(K::Property, None, &[]), FeeRefusal::AmountNeeded { .. }));
    assert!(matches!(refused(K::Property, Some(-1), &[]), FeeRefusal::NegativeAmount { .. }));
    assert!(matches!(refused(K::Property, Some(i64::MAX), &[]), FeeRefusal::AmountTooLarge { .. }));
    assert!(matches!(refused(K::Enforcement, Some(1), &["simplified"]), FeeRefusal::NotApplicable { .. }));
    assert!(matches!(refused(K::Enforcement, Some(1), &["no_amount"]), FeeRefusal::AmountAndNone { .. }));
    assert!(matches!(refused(K::Enforcement, None, &["no_amount"]), FeeRefusal::ProvinceNeeded { .. }));
    assert!(matches!(refused(K::Divorce, None, &[]), FeeRefusal::ProvinceNeeded { .. }));
    assert!(matches!(refused(K::Divorce, None, &["province=江苏"]), FeeRefusal::NotConfigured { .. }));
    assert_eq!(refused(K::JurisdictionObjection, None, &["province=浙江"]), FeeRefusal::OutcomeNeeded);
    assert!(matches!(
        refused(K::JurisdictionObjection, None, &["rejected", "upheld"]),
        FeeRefusal::Contradiction { .. }
    ));
    assert_eq!(
        refused(K::Property, Some(9), &["increase_from=1"]),
        FeeRefusal::StageNeeded { stage: Stage::Supplement }
    );
    assert!(matches!(
        refused(K::Property, Some(9), &["increase_from=10", "stage=supplement"]),
        FeeRefusal::ChangeTheOtherWay { .. }
    ));
    assert!(matches!(refused(K::Property, Some(9), &["stage=refund"]), FeeRefusal::StageWithoutCause { .. }));
    assert!(matches!(
        refused(K::Property, Some(9), &["multiple_property_claims=4+4"]),
        FeeRefusal::ClaimsDoNotAddUp { .. }
    ));
    // The realisation of a security interest has an application fee, unlike other special procedures.
    assert!(matches!("security_realisation".parse::<Modifier>(), Err(FeeTermError::UnknownModifier { .. })));
    assert!(matches!(refused(K::SpecialProcedure, None, &["dismissal"]), FeeRefusal::NotApplicable { .. }));
}

#[test]
fn courts_that_collect_whole_yuan_say_so() {
    let fee = |policy| ask(FeeKind::PaymentOrder, Some(Fen::yuan(10_000)), &[policy]).expect("a fee").fee;
    assert_eq!(fee("rounding=fen"), Fen(1667));
    assert_eq!(fee("rounding=yuan_half_up"), Fen::yuan(17));
    assert_eq!(fee("rounding=yuan_floor"), Fen::yuan(16));
}

#[test]
fn every_modifier_prints_as_it_is_written() {
    for row in rows("fee_cases.csv") {
        for text in row[2].split(';').filter(|text| !text.is_empty()) {
            let modifier: Modifier = text.parse().expect("a modifier");
            let printed = modifier.to_string();
            assert_eq!(printed.parse::<Modifier>(), Ok(modifier), "{text}");
        }
    }
}

/// The quick formulas that courts hang on the wall: claim × rate + constant, in hundredths of a fen.
fn quick_formula(claim: Fen) -> i128 {
    let bands: [(i64, i128, i128); 9] = [
        (100_000, 250, -200),
        (200_000, 200, 300),
        (500_000, 150, 1_300),
        (1_000_000, 100, 3_800),
        (2_000_000, 90, 4_800),
        (5_000_000, 80, 6_800),
        (10_000_000, 70, 11_800),
        (20_000_000, 60, 21_800),
        (i64::MAX / 100, 50, 41_800),
    ];
    if claim <= Fen::yuan(10_000) {
        return 50 * 1_000_000;
    }
    let (_, rate, constant) =
        bands.into_iter().find(|(up_to, ..)| claim <= Fen::yuan(*up_to)).expect("a band");
    i128::from(claim.0) * rate + constant * 1_000_000
}

/// Half up from hundredths of a hundredth of a yuan to fen.
fn to_fen(ten_thousandths_of_fen: i128) -> Fen {
    Fen(i64::try_from((ten_thousandths_of_fen + 5_000).div_euclid(10_000)).expect("fits"))
}

proptest! {
    #[test]
    fn the_bands_agree_with_the_quick_formulas(fen in prop_oneof![
        0_i64..20_000_000, 0_i64..3_000_000_000, 0_i64..1_000_000_000_000_000,
    ]) {
        let fee = ask(FeeKind::Property, Some(Fen(fen)), &[]).expect("a fee").fee;
        prop_assert_eq!(fee, to_fen(quick_formula(Fen(fen))));
    }

    #[test]
    fn a_larger_claim_never_pays_less(
        kind in prop::sample::select(vec![
            FeeKind::Property, FeeKind::AppealProperty, FeeKind::Divorce, FeeKind::PersonalityRight, FeeKind::IpCivil,
            FeeKind::Enforcement, FeeKind::Preservation, FeeKind::PaymentOrder, FeeKind::Bankruptcy,
        ]),
        fen in 0_i64..3_000_000_000, more in 0_i64..100_000_000,
    ) {
        let fee = |fen| ask(kind, Some(Fen(fen)), &["province=浙江"]).expect("a fee").fee;
        prop_assert!(fee(fen) <= fee(fen + more));
        // And no single fen more can cost more than a fen: there are no cliffs.
        prop_assert!(fee(fen + 1).0 - fee(fen).0 <= 1);
    }

    #[test]
    fn raising_a_claim_costs_what_the_larger_claim_would_have_cost(
        from in 0_i64..3_000_000_000, more in 0_i64..1_000_000_000,
    ) {
        let raised = [&format!("increase_from={}", Fen(from)), "stage=supplement"];
        let supplement = ask(FeeKind::Property, Some(Fen(from + more)), &raised).expect("a fee").fee;
        let fee = |fen| ask(FeeKind::Property, Some(Fen(fen)), &[]).expect("a fee").fee;
        // Both fees are rounded, the difference once: they can be one fen apart.
        prop_assert!((fee(from + more).0 - fee(from).0 - supplement.0).abs() <= 1);
    }

    #[test]
    fn half_is_half_to_the_fen(fen in 0_i64..3_000_000_000) {
        let half = ask(FeeKind::Property, Some(Fen(fen)), &["simplified"]).expect("a fee").fee;
        let exact_half = (quick_formula(Fen(fen)) * 10 / 2 + 50_000).div_euclid(100_000);
        prop_assert_eq!(i128::from(half.0), exact_half);
    }
}

#[test]
fn the_band_ends_are_those_of_the_regulation() {
    let ends = [
        (10_000, 50),
        (100_000, 2_300),
        (200_000, 4_300),
        (500_000, 8_800),
        (1_000_000, 13_800),
        (2_000_000, 22_800),
        (5_000_000, 46_800),
        (10_000_000, 81_800),
        (20_000_000, 141_800),
    ];
    for (claim, fee) in ends {
        assert_eq!(property(claim), Fen::yuan(fee), "{claim}");
    }
}
