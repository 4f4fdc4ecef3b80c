//! Numbers as courts write them.

use proptest::prelude::*;
use weicourt_documents::typeset::words::{arabic_day, capital_yuan, chinese_day, time_of_day, yuan};

#[test]
fn a_sum_is_written_in_capital_characters() {
    for (fen, words) in [
        (5_000, "伍拾元整"),
        (1_000, "壹拾元整"),
        (115_000, "壹仟壹佰伍拾元整"),
        (230_002, "贰仟叁佰元零贰分"),
        (276_914, "贰仟柒佰陆拾玖元壹角肆分"),
        (10_000_000, "壹拾万元整"),
        (14_180_000, "壹拾肆万壹仟捌佰元整"),
        (1_005_000_000, "壹仟零伍万元整"),
        (10_000_010, "壹拾万元壹角整"),
        (3_001, "叁拾元零壹分"),
        (50, "伍角整"),
        (10_000_100, "壹拾万零壹元整"),
        (10_000_000_000, "壹亿元整"),
        // What the list of vectors leaves open.
        (0, "零元整"),
        (1, "壹分"),
        (-5_000, "负伍拾元整"),
        (1_000_000_000_000, "壹佰亿元整"),
        (1_000_100_000, "壹仟万壹仟元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (100_001_000_000_000, "壹万亿壹仟万元整"),
    ] {
        assert_eq!(capital_yuan(fen), words, "{fen} fen");
    }
}

#[test]
fn a_sum_in_figures_has_fen_only_when_there_are_some() {
    for (fen, words) in
        [(430_000, "4300元"), (230_002, "2300.02元"), (50, "0.50元"), (0, "0元"), (-150, "-1.50元")]
    {
        assert_eq!(yuan(fen), words);
    }
}

#[test]
fn a_day_is_written_in_chinese_numerals_and_in_figures() {
    for (day, chinese, arabic) in [
        ("2026-11-23", "二〇二六年十一月二十三日", "2026年11月23日"),
        ("2026-02-10", "二〇二六年二月十日", "2026年2月10日"),
        ("2030-10-30", "二〇三〇年十月三十日", "2030年10月30日"),
        ("2100-01-01", "二一〇〇年一月一日", "2100年1月1日"),
    ] {
        let day = day.parse().expect("a day");
        assert_eq!((chinese_day(day).as_str(), arabic_day(day).as_str()), (chinese, arabic));
    }
    assert_eq!(time_of_day("2026-11-23T09:30".parse().expect("a moment")), "09时30分");
    assert_eq!(time_of_day("2026-11-23T23:05:07".parse().expect("a moment")), "23时05分07秒");
}

/// Reads a capital sum back.
fn read(words: &str) -> u128 {
    let (yuan, rest) = words.split_once('元').unwrap_or(("", words));
    let mut fen = number(yuan) * 100;
    let mut figure = 0;
    for character in rest.chars() {
        match character {
            '角' => fen += std::mem::take(&mut figure) * 10,
            '分' => fen += std::mem::take(&mut figure),
            '整' => {}
            _ => figure = value(character),
        }
    }
    fen
}

fn value(character: char) -> u128 {
    "零壹贰叁肆伍陆柒捌玖".chars().position(|digit| digit == character).map_or(99, |place| place as u128)
}

fn number(words: &str) -> u128 {
    for (name, size) in [('亿', 100_000_000), ('万', 10_000)] {
        if let Some(place) = words.rfind(name) {
            return number(&words[..place]) * size + number(&words[place + name.len_utf8()..]);
        }
    }
    let (mut sum, mut figure) = (0, 0);
    for character in words.chars() {
        match character {
            '仟' => sum += std::mem::take(&mut figure) * 1000,
            '佰' => sum += std::mem::take(&mut figure) * 100,
            '拾' => sum += std::mem::take(&mut figure) * 10,
            _ => figure = value(character),
        }
    }
    sum + figure
}

proptest! {
    #[test]
    fn capital_characters_read_back_as_the_sum(fen in 0..=i64::MAX) {
        let words = capital_yuan(fen);
        prop_assert_eq!(read(&words), u128::from(fen.unsigned_abs()), "{}", words);
        prop_assert!(!words.contains("零零") && !words.contains("零元") || fen < 100, "{}", words);
    }

    #[test]
    fn small_sums_read_back_too(fen in 0..100_000_000_i64) {
        prop_assert_eq!(read(&capital_yuan(fen)), u128::from(fen.unsigned_abs()));
    }
}
