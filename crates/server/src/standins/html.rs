//! The look of the stand-ins' pages.

use axum::response::Html;

/// A small page; `body` is HTML, `title` is text.
pub(super) fn page(title: &str, body: &str) -> Html<String> {
    let title = escape(title);
    Html(format!(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{title}</title>\
         <style>body{{font:17px/1.5 'Noto Sans CJK SC','PingFang SC',sans-serif;max-width:34rem;\
         margin:2rem auto;padding:0 1rem;background:#ededed;color:#191919}}\
         form,article{{background:#fff;border-radius:8px;padding:.8rem 1rem;margin:.6rem 0}}\
         button{{font:inherit;width:100%;text-align:left;border:0;background:none;padding:.3rem 0;\
         cursor:pointer}}small{{color:#666}}</style><main><h1>{title}</h1>{body}</main></html>"
    ))
}

/// Makes `text` safe inside HTML text and quoted attributes.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
