//! Words for refusals about applications.

use weicourt_domain::application;

use super::{Problem, UNPROCESSABLE};

pub(super) fn application(refusal: application::Refusal) -> Problem {
    use application::Refusal;
    match refusal {
        Refusal::NoSuchApplication => {
            Problem::new(UNPROCESSABLE, "no_such_application", "没有这项申请", "请刷新后重试")
        }
    }
}
