//! Search of causes of action.

use super::FACTS;

fn names(words: &str) -> Vec<&'static str> {
    FACTS.causes.search(words, 5).into_iter().map(|cause| cause.name.as_str()).collect()
}

#[test]
fn the_exact_name_comes_first_with_or_without_its_last_two_characters() {
    assert_eq!(names("民间借贷纠纷")[0], "民间借贷纠纷");
    assert_eq!(names("民间借贷")[0], "民间借贷纠纷");
    assert_eq!(names("离婚")[0], "离婚纠纷");
    assert!(names("离婚").contains(&"离婚后财产纠纷"));
}

#[test]
fn a_beginning_counts_more_than_a_part_and_a_part_more_than_scattered_characters() {
    let found = names("房屋租赁");
    assert_eq!(found[0], "房屋租赁合同纠纷");
    // Nobody writes 交通事故 with these two characters alone, yet they stand in order.
    assert!(
        names("机动责任").iter().any(|name| name.contains("机动车交通事故责任")),
        "{:?}",
        names("机动责任")
    );
}

#[test]
fn every_word_must_answer() {
    assert!(names("借款 合同").iter().all(|name| name.contains("借款") && name.contains("合同")));
    assert!(names("借款 宇宙飞船").is_empty());
    assert!(names("").is_empty());
}

#[test]
fn a_cause_stands_under_its_path() {
    let path: Vec<&str> =
        FACTS.causes.path("4-10-108-3").into_iter().map(|cause| cause.name.as_str()).collect();
    assert_eq!(path.len(), 4);
    assert_eq!(&path[2..], ["借款合同纠纷", "民间借贷纠纷"]);
    let levels = |level| FACTS.causes.iter().filter(|cause| cause.level == level).count();
    assert_eq!((levels(1), levels(2), levels(3), levels(4)), (12, 59, 514, 470));
}
