//! The outline of a character as a path of a PDF page.

use std::fmt::Write as _;

use skrifa::outline::OutlinePen;

use crate::Fonts;

/// Where a character stands: the middle of its square, its size, and how far it is turned.
pub(super) struct Turned {
    pub(super) middle: (f32, f32),
    pub(super) width: f32,
    pub(super) height: f32,
    /// Against the clock, in radians.
    pub(super) angle: f32,
}

/// The path of `character`; `None` when no face has it, and empty for a space.
pub(super) fn outline(fonts: &Fonts, character: char, place: &Turned) -> Option<String> {
    let mut pen = Pen { place, path: String::new(), last: (0.0, 0.0) };
    fonts.draw_outline(character, &mut pen)?;
    Some(pen.path)
}

struct Pen<'p> {
    place: &'p Turned,
    path: String,
    last: (f32, f32),
}

impl Pen<'_> {
    /// From the em square, whose Chinese characters stand between 0.12 below and 0.88 above the line.
    fn at(&self, (x, y): (f32, f32)) -> (f32, f32) {
        let (x, y) = ((x - 0.5) * self.place.width, (y - 0.38) * self.place.height);
        let (sin, cos) = self.place.angle.sin_cos();
        (self.place.middle.0 + x * cos - y * sin, self.place.middle.1 + x * sin + y * cos)
    }

    fn write(&mut self, points: &[(f32, f32)], operator: &str) {
        for point in points {
            let (x, y) = self.at(*point);
            let _ = write!(self.path, "{x:.2} {y:.2} ");
        }
        self.path.push_str(operator);
        self.path.push('\n');
        if let Some(last) = points.last() {
            self.last = *last;
        }
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.write(&[(x, y)], "m");
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.write(&[(x, y)], "l");
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        // The same curve with the two handles that PDF wants.
        let towards =
            |from: (f32, f32)| (from.0 + (cx - from.0) * 2.0 / 3.0, from.1 + (cy - from.1) * 2.0 / 3.0);
        self.write(&[towards(self.last), towards((x, y)), (x, y)], "c");
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.write(&[(ax, ay), (bx, by), (x, y)], "c");
    }

    fn close(&mut self) {
        self.path.push_str("h\n");
    }
}
