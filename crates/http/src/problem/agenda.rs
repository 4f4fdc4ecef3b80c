//! Words for refusals about periods, to-dos and the file.

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
    }
}
