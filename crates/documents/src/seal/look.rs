//! What a seal looks like: paths, no text, so that copied and searched text stays what it was.

use std::f32::consts::PI;
use std::fmt::Write as _;

use crate::Fonts;
use crate::seal::SealError;
use crate::seal::outline::{Turned, outline};

/// What stands on a seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealLook {
    /// The name of the court, along the upper arc.
    pub court_name: String,
    /// A short line under the star, such as 测试专用 or 诉讼服务专用章; the court's own seal has none.
    pub middle: Option<String>,
}

/// Side of the square that the seal is drawn in: tenths of a millimetre.
pub(super) const SIDE: f32 = 420.0;
/// Thickness of the ring.
const RING: f32 = 12.0;
/// Radius of the corners of the star; a star is 14 mm wide on a seal of 42.
const STAR: f32 = 70.0;
/// Between the ring and the heads of the characters.
const GAP: f32 = 11.0;
/// Widest arc that the name takes.
const WIDEST: f32 = 232.0 * PI / 180.0;
/// Widest step between two characters of a short name.
const STEP: f32 = 29.0 * PI / 180.0;
/// Most characters of the name or of the line: more cannot be read on 42 mm.
const MOST_CHARACTERS: usize = 40;

impl SealLook {
    /// Operators that paint the seal into a square of [`SIDE`].
    pub(super) fn paint(&self, fonts: &Fonts) -> Result<String, SealError> {
        let name: Vec<char> = self.court_name.chars().filter(|c| !c.is_whitespace()).collect();
        let middle: Vec<char> = self.middle.iter().flat_map(|line| line.chars()).collect();
        if name.is_empty() || name.len() > MOST_CHARACTERS || middle.len() > MOST_CHARACTERS {
            return Err(SealError::Unwritable);
        }
        let mut paths = "0.843 0 0.059 rg 0.843 0 0.059 RG\n".to_owned();
        ring(&mut paths);
        star(&mut paths, if middle.is_empty() { SIDE / 2.0 } else { SIDE / 2.0 + 8.0 });
        arc(&mut paths, fonts, &name)?;
        straight(&mut paths, fonts, &middle)?;
        Ok(paths)
    }
}

/// Four curves that are a circle to one part in four thousand.
fn ring(paths: &mut String) {
    let (middle, radius) = (SIDE / 2.0, SIDE / 2.0 - RING / 2.0 - 1.0);
    let pull = radius * 0.552_285;
    let _ = writeln!(paths, "{RING} w {:.2} {middle:.2} m", middle + radius);
    for quarter in 0u8..4 {
        let (sin, cos) = (f32::from(quarter) * PI / 2.0).sin_cos();
        let at = |x: f32, y: f32| (middle + x * cos - y * sin, middle + x * sin + y * cos);
        let (a, b, c) = (at(radius, pull), at(pull, radius), at(0.0, radius));
        let _ = writeln!(paths, "{:.2} {:.2} {:.2} {:.2} {:.2} {:.2} c", a.0, a.1, b.0, b.1, c.0, c.1);
    }
    paths.push_str("s\n");
}

fn star(paths: &mut String, height: f32) {
    // The inner corners of a regular five-pointed star.
    let inner = STAR * (PI / 10.0).sin() / (3.0 * PI / 10.0).sin();
    for corner in 0u8..10 {
        let radius = if corner % 2 == 0 { STAR } else { inner };
        let (sin, cos) = (PI / 2.0 + f32::from(corner) * PI / 5.0).sin_cos();
        let operator = if corner == 0 { "m" } else { "l" };
        let _ = writeln!(paths, "{:.2} {:.2} {operator}", SIDE / 2.0 + radius * cos, height + radius * sin);
    }
    paths.push_str("h f\n");
}

/// The name from left to right over the star, feet towards the middle.
fn arc(paths: &mut String, fonts: &Fonts, name: &[char]) -> Result<(), SealError> {
    let n_steps = name.len().saturating_sub(1).max(1) as f32;
    let step = STEP.min(WIDEST / n_steps);
    let outer = SIDE / 2.0 - RING - 1.0 - GAP;
    let height = if name.len() <= 12 { 58.0 } else { 52.0 };
    let width = (step * (outer - height / 2.0) * 0.92).min(height);
    thicken(paths, width);
    for (place, &character) in name.iter().enumerate() {
        let angle = PI / 2.0 + step * ((name.len() - 1) as f32 / 2.0 - place as f32);
        let (sin, cos) = angle.sin_cos();
        let radius = outer - height / 2.0;
        let turned = Turned {
            middle: (SIDE / 2.0 + radius * cos, SIDE / 2.0 + radius * sin),
            width,
            height,
            angle: angle - PI / 2.0,
        };
        paths.push_str(&outline(fonts, character, &turned).ok_or(SealError::Unwritable)?);
        paths.push_str("B\n");
    }
    Ok(())
}

/// A seal is cut with thicker strokes than a book is printed with.
fn thicken(paths: &mut String, width: f32) {
    let _ = writeln!(paths, "{:.2} w 1 j", (width * 0.045).clamp(0.7, 2.6));
}

fn straight(paths: &mut String, fonts: &Fonts, line: &[char]) -> Result<(), SealError> {
    let height = 40.0;
    // Between the feet of the first and the last character of the name.
    let advance = (204.0 / line.len().max(1) as f32).min(height * 1.08);
    thicken(paths, advance * 0.94);
    for (place, &character) in line.iter().enumerate() {
        let x = SIDE / 2.0 + advance * (place as f32 - (line.len() - 1) as f32 / 2.0);
        let width = (advance * 0.94).min(height);
        let turned = Turned { middle: (x, 100.0), width, height, angle: 0.0 };
        paths.push_str(&outline(fonts, character, &turned).ok_or(SealError::Unwritable)?);
        paths.push_str("B\n");
    }
    Ok(())
}
