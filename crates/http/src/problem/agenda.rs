//! Words for refusals about periods, to-dos and the file.

use axum::http::StatusCode;
use weicourt_domain::{agenda, dossier};

use super::{Problem, UNPROCESSABLE};

pub(super) fn agenda(refusal: agenda::Refusal) -> Problem {
    use agenda::Refusal;
    match refusal {
        Refusal::NoSuchTodo => Problem::new(UNPROCESSABLE, "no_such_todo", "没有这项待办", "请刷新待办列表"),
    }
}

pub(super) fn dossier(refusal: dossier::Refusal) -> Problem {
    use dossier::Refusal;
    match refusal {
        Refusal::InternalFile => {
            Problem::new(UNPROCESSABLE, "internal_file", "副卷仅供合议庭查阅", "请查阅正卷")
        }
        Refusal::NoSuchPage => {
            Problem::new(StatusCode::NOT_FOUND, "no_such_page", "没有这一页", "请按目录翻阅")
        }
        Refusal::LookFirst { .. } => Problem::new(
            StatusCode::FORBIDDEN,
            "look_first",
            "这份证据限制查阅，查看前需要登记",
            "请点击登记后查看",
        ),
        Refusal::NoCopyAsked => Problem::new(
            StatusCode::CONFLICT,
            "no_copy_asked",
            "没有导出登记，或者登记已超过十分钟",
            "请重新点击导出",
        ),
    }
}
