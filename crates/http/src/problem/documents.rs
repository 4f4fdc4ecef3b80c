//! Words for what stands against making a court document.

use axum::http::StatusCode;
use weicourt_domain::entry::Defect;

use super::{CONFLICT, FORBIDDEN, Problem, UNPROCESSABLE};

pub(super) fn no_such_template() -> Problem {
    Problem::new(UNPROCESSABLE, "no_such_template", "没有这种文书模板", "请重新选择文书类型")
}

pub(super) fn not_in_order(fields: Vec<Defect>) -> Problem {
    let title = "文书内容还有缺漏或者填写不正确";
    Problem::new(UNPROCESSABLE, "document_not_in_order", title, "请按提示逐项填写").fields(fields)
}

pub(super) fn no_glyph(character: char) -> Problem {
    let code = u32::from(character);
    let title = format!("字库中没有“{character}”字（U+{code:04X}），不能打印");
    Problem::new(UNPROCESSABLE, "no_glyph", &title, "请核对该字；确实无误的，请联系技术人员补充字库")
}

pub(super) fn preview_changed() -> Problem {
    let title = "文书与您预览的版本不一致";
    Problem::new(CONFLICT, "preview_changed", title, "请重新预览后再签发")
}

pub(super) fn no_seal() -> Problem {
    let title = "本节点没有配置法院电子印章，不能签发";
    Problem::new(CONFLICT, "no_seal", title, "请联系技术人员配置印章证书")
}

pub(super) fn needs_judge() -> Problem {
    let title = "这类文书应当由承办法官或者执行员签发";
    Problem::new(FORBIDDEN, "document_needs_judge", title, "请移送审判组织办理")
}

pub(super) fn not_genuine() -> Problem {
    let title = "没有查到这份文书";
    Problem::new(
        StatusCode::NOT_FOUND,
        "not_genuine",
        title,
        "请核对验证码；仍查不到的，请向制作文书的法院核实",
    )
}

pub(super) fn void() -> Problem {
    let title = "这份文书已由法院作废";
    Problem::new(StatusCode::GONE, "document_void", title, "请以法院重新制作的文书为准")
}

pub(super) fn ask_the_court() -> Problem {
    let title = "这份文书的电子信息已按规定清除";
    Problem::new(StatusCode::GONE, "ask_the_court", title, "请持文书原件向制作文书的法院核实")
}
