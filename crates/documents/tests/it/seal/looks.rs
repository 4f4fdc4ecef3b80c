//! What is seen of a seal.

use std::sync::Arc;

use image::RgbImage;
use weicourt_documents::seal::{SealLook, SealOrder, SealPlace, seal};
use weicourt_documents::{Fonts, Limits, Look, OpenFile, Turn};

use super::{AUTHORITY, NOW, PLACE, look, sealed, signer, summons};
use crate::poppler;

fn n_red(picture: &RgbImage) -> usize {
    let red = |pixel: &&image::Rgb<u8>| pixel.0[0] > 150 && pixel.0[1] < 120 && pixel.0[2] < 120;
    picture.pixels().filter(red).count()
}

/// As the phone shows it, at 50 dpi.
fn on_the_phone(pdf: &[u8]) -> RgbImage {
    let file = OpenFile::open(Arc::new(pdf.to_vec()), Limits::default()).expect("a file");
    let look = Look { max_width_px: 413, turn: Turn::None, quality: 90 };
    let page = file.draw(1, look, &Fonts::default()).expect("a page");
    image::load_from_memory(&page.jpeg).expect("a picture").into_rgb8()
}

#[test]
fn the_seal_is_red_on_paper_and_on_the_phone() {
    let (preview, sealed) = (summons(), sealed(&summons(), false));
    assert_eq!((n_red(&poppler::picture(&preview, 2)), n_red(&on_the_phone(&preview))), (0, 0));
    // 42 mm are 83 pixels: ring, star and characters cover a sixth to a half of the square.
    let paper = n_red(&poppler::picture(&sealed, 2));
    let phone = n_red(&on_the_phone(&sealed));
    assert!((1_000..3_500).contains(&paper), "{paper} red pixels on paper");
    assert!((1_000..3_500).contains(&phone), "{phone} red pixels on the phone");
    // It stands where it was wanted: x from 380 points, y from 120 points above the foot.
    let picture = on_the_phone(&sealed);
    let scale = 413.0 / 595.276;
    let inside = |x: u32, y: u32| {
        let (x, y) = (x as f32 / scale, (picture.height() - y) as f32 / scale);
        (378.0..502.0).contains(&x) && (118.0..242.0).contains(&y)
    };
    let outside = picture
        .enumerate_pixels()
        .filter(|(x, y, pixel)| !inside(*x, *y) && pixel.0[0] > 150 && pixel.0[1] < 120 && pixel.0[2] < 120);
    assert_eq!(outside.count(), 0, "no red elsewhere");
}

#[test]
fn a_seal_adds_no_text() {
    let preview = summons();
    assert_eq!(poppler::text(&sealed(&preview, true), None), poppler::text(&preview, None));
}

#[test]
fn names_of_all_lengths_stand_on_a_seal() {
    let preview = summons();
    for name in
        ["样例法院", "样例市样例区人民法院", "样例省样例自治州样例蒙古族藏族自治县人民法院样例人民法庭"]
    {
        for middle in [None, Some("诉讼服务专用章")] {
            let look = SealLook { court_name: name.into(), middle: middle.map(str::to_owned) };
            let fonts = Fonts::default();
            let order = SealOrder {
                place: &PLACE,
                look: &look,
                fonts: &fonts,
                reason: "样例",
                at: *NOW,
                stamped: false,
            };
            let file = seal(&preview, &order, &signer(&AUTHORITY), None).expect("a sealed file");
            let red = n_red(&poppler::picture(&file, 2));
            assert!((700..4_000).contains(&red), "{name}: {red} red pixels");
        }
    }
    let nameless = SealLook { court_name: " ".into(), middle: None };
    let unknown = SealLook { court_name: "𬱖样例人民法院".into(), ..look() };
    for look in [nameless, unknown] {
        let fonts = Fonts::default();
        let order =
            SealOrder {
                place: &PLACE, look: &look, fonts: &fonts, reason: "样例", at: *NOW, stamped: false
            };
        let refused = seal(&preview, &order, &signer(&AUTHORITY), None).expect_err("no seal");
        assert_eq!(refused.to_string(), "the words of the seal cannot be drawn");
    }
}

#[test]
fn a_seal_is_round_in_any_place() {
    let wide = SealPlace { width: 300.0, x: 200.0, ..PLACE };
    let file = super::sealed_by(&AUTHORITY, &summons(), &wide, false).expect("a sealed file");
    let drawn = poppler::picture(&file, 2);
    let red: Vec<(u32, u32)> = drawn
        .enumerate_pixels()
        .filter(|(_, _, pixel)| pixel.0[0] > 150 && pixel.0[1] < 120 && pixel.0[2] < 120)
        .map(|(x, y, _)| (x, y))
        .collect();
    let span = |all: Vec<u32>| all.iter().max().zip(all.iter().min()).map(|(most, least)| most - least);
    let across = span(red.iter().map(|(x, _)| *x).collect()).expect("a seal");
    let down = span(red.iter().map(|(_, y)| *y).collect()).expect("a seal");
    assert!(across.abs_diff(down) <= 1 && (80..85).contains(&across), "{across} by {down} pixels");
}
