//! Pages of words, and copies in which pages keep their numbers.

use weicourt_documents::{Book, BookOptions, Fonts, Leaf, Look, Numbered, Part, Words};

use crate::files::Shelf;
use crate::poppler;

fn words(heading: &str, lines: &[&str]) -> Words {
    Words {
        heading: heading.to_owned(),
        byline: "样例甲　2026年11月29日".to_owned(),
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
    }
}

fn part(title: &str, first_page: u32, leaves: Vec<Leaf>) -> Part {
    Part {
        section: "第一卷 当事人材料".to_owned(),
        title: title.to_owned(),
        submitted_by: "样例甲".to_owned(),
        on: "2026-11-29".to_owned(),
        numbered: Some(Numbered { volume: "第一卷".to_owned(), first_page }),
        leaves,
    }
}

fn joined(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn words_are_a_page_as_wide_as_the_phone() {
    let full = "判令被告返还借款八万元并按年利率百分之六支付利息至实际清偿";
    let page =
        words("起诉状", &[full; 22]).draw(Look { max_width_px: 840, ..Look::default() }, &Fonts::default());
    let page = page.expect("drawn");
    assert_eq!((page.width, page.unshown.len()), (840, 0));
    let picture = image::load_from_memory(&page.jpeg).expect("a JPEG file").into_luma8();
    let dark = |left: u32, right: u32| {
        picture.enumerate_pixels().any(|(x, _, pixel)| x >= left && x < right && pixel.0[0] < 128)
    };
    assert!(dark(100, 740), "the words are drawn");
    assert!(!dark(0, 90) && !dark(760, 840), "the margins stay free");
}

#[test]
fn pages_keep_their_numbers_when_others_are_left_out() {
    let book = Book {
        title: "电子卷宗（正卷）".to_owned(),
        case_number: "（2026）浙0203民初12号".to_owned(),
        court: "宁波市海曙区人民法院".to_owned(),
        parts: vec![
            part(
                "起诉状",
                1,
                vec![Leaf::Words(words("起诉状", &["诉讼请求"])), Leaf::Words(words("", &["续页"]))],
            ),
            part("被告证据", 17, vec![Leaf::Words(words("收据", &["已付一万元"]))]),
        ],
        watermark: Some("样例甲 2026-11-29 14:40".to_owned()),
        first_page: 1,
    };
    let bound = book.bind(&mut Shelf::default(), &Fonts::default(), &BookOptions::default()).expect("bound");
    assert_eq!(bound.first_pages, [1, 17]);
    let index = joined(&poppler::text(&bound.pdf, Some(1)));
    assert!(index.contains("1-2") && index.contains("17"), "{index}");
    let last = joined(&poppler::text(&bound.pdf, Some(4)));
    assert!(last.contains("第一卷第17页") && last.contains("已付一万元"), "{last}");
}
