//! Amounts of money.

use proptest::prelude::*;
use weicourt_domain::exact::Exact;
use weicourt_domain::money::{Fen, MoneyRefusal};

#[test]
fn an_amount_is_yuan_with_at_most_two_decimals() {
    for (text, fen) in
        [("0", 0), ("1", 100), ("1.5", 150), ("1.05", 105), ("-3.20", -320), ("123456.78", 12_345_678)]
    {
        assert_eq!(text.parse(), Ok(Fen(fen)), "{text}");
    }
    for text in ["", "-", ".", "1.", ".5", "1,000", "1e3", "１", "1 000", "+1", "--1"] {
        assert!(matches!(text.parse::<Fen>(), Err(MoneyRefusal::NotAnAmount { .. })), "{text}");
    }
    assert!(matches!("0.001".parse::<Fen>(), Err(MoneyRefusal::FinerThanFen { .. })));
    assert!(matches!("99999999999999999999".parse::<Fen>(), Err(MoneyRefusal::TooLarge { .. })));
}

#[test]
fn an_amount_travels_as_a_whole_number_of_fen() {
    assert_eq!(serde_json::to_string(&Fen::yuan(12)).expect("writes"), "1200");
    assert_eq!(serde_json::from_str::<Fen>("1201").expect("reads"), Fen(1201));
}

#[test]
fn half_a_fen_goes_up_and_whole_yuan_follow_the_policy() {
    let amount: Exact = "25.0125".parse().expect("a decimal");
    assert_eq!(amount.to_fen(), Fen(2501));
    let half: Exact = "50.015".parse().expect("a decimal");
    assert_eq!(half.to_fen(), Fen(5002));
    assert_eq!((Exact::ZERO - half).to_fen(), Fen(-5002));
    let yuan: Exact = "16.67".parse().expect("a decimal");
    assert_eq!((yuan.to_whole_yuan(), yuan.to_yuan_dropping_fraction()), (Fen::yuan(17), Fen::yuan(16)));
}

proptest! {
    #[test]
    fn every_amount_reads_back_from_its_print(fen in -1_000_000_000_000_000_i64..1_000_000_000_000_000) {
        prop_assert_eq!(Fen(fen).to_string().parse(), Ok(Fen(fen)));
        prop_assert_eq!(Exact::yuan(Fen(fen)).to_fen(), Fen(fen));
    }

    #[test]
    fn thirds_add_up(fen in 0_i64..1_000_000_000_000) {
        let third = Exact::yuan(Fen(fen)) / Exact::from(3);
        prop_assert_eq!((third + third + third).to_fen(), Fen(fen));
        // Rounding once at the end differs from the exact value by at most half a fen.
        let error = third - Exact::yuan(third.to_fen());
        prop_assert!(error <= Exact::ratio(1, 200) && Exact::ratio(-1, 200) <= error);
    }
}
