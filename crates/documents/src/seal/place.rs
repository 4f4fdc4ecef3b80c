//! Where a seal stands.

/// A place on a page, in points (1/72 inch) from its bottom left corner.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SealPlace {
    /// The page, from 0.
    pub page: usize,
    /// Left edge.
    pub x: f32,
    /// Bottom edge.
    pub y: f32,
    /// From left to right. A court's seal is 42 mm wide, which is 119.06 points.
    pub width: f32,
    /// From bottom to top.
    pub height: f32,
}

impl SealPlace {
    /// Width and height of a court's round seal, 42 mm, in points.
    pub const DIAMETER: f32 = 42.0 * 72.0 / 25.4;

    /// The largest square in the middle of the place, `[left, bottom, right, top]`: a seal is round.
    pub(super) fn square(&self) -> Option<[f32; 4]> {
        let side = self.width.min(self.height);
        let all = [self.x, self.y, self.width, self.height];
        if all.iter().any(|number| !number.is_finite() || number.abs() > 20_000.0) || side < 1.0 {
            return None;
        }
        let (left, bottom) = (self.x + (self.width - side) / 2.0, self.y + (self.height - side) / 2.0);
        Some([left, bottom, left + side, bottom + side])
    }
}
