//! Words for refusals about evidence.

use weicourt_domain::{evidence, promotion};

use super::{Problem, UNPROCESSABLE};

pub(super) fn evidence(refusal: evidence::Refusal) -> Problem {
    use evidence::Refusal;
    match refusal {
        Refusal::NoSuchExhibit => {
            Problem::new(UNPROCESSABLE, "no_such_exhibit", "没有这件证据", "请刷新证据目录后重试")
        }
    }
}

pub(super) fn promotion(refusal: promotion::Refusal) -> Problem {
    use promotion::Refusal;
    match refusal {
        Refusal::NoSuchProposal => {
            Problem::new(UNPROCESSABLE, "no_such_proposal", "没有这项建议", "请刷新后重试")
        }
    }
}
