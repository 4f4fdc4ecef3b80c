//! Quarter turns and mirrors.

use image::metadata::Orientation;

/// How far a reader turns a page, clockwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Turn {
    /// As it is.
    #[default]
    None,
    /// By 90 degrees.
    Quarter,
    /// By 180 degrees.
    Half,
    /// By 270 degrees.
    ThreeQuarters,
}

impl Turn {
    /// The turn by `degrees` clockwise: 0, 90, 180 or 270; nothing else is a turn.
    #[must_use]
    pub fn from_degrees(degrees: u16) -> Option<Self> {
        match degrees {
            0 => Some(Self::None),
            90 => Some(Self::Quarter),
            180 => Some(Self::Half),
            270 => Some(Self::ThreeQuarters),
            _ => None,
        }
    }

    /// Degrees clockwise.
    #[must_use]
    pub fn degrees(self) -> u16 {
        match self {
            Self::None => 0,
            Self::Quarter => 90,
            Self::Half => 180,
            Self::ThreeQuarters => 270,
        }
    }

    /// The same turn as cameras note it.
    pub(crate) fn orientation(self) -> Orientation {
        match self {
            Self::None => Orientation::NoTransforms,
            Self::Quarter => Orientation::Rotate90,
            Self::Half => Orientation::Rotate180,
            Self::ThreeQuarters => Orientation::Rotate270,
        }
    }
}

/// Where the axes of a picture go, y down: `x' = a x + c y`, `y' = b x + d y`, each of -1, 0, 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Axes {
    pub(crate) a: i8,
    pub(crate) b: i8,
    pub(crate) c: i8,
    pub(crate) d: i8,
}

impl Axes {
    /// What the note of a camera asks for, and then the turn of the reader.
    pub(crate) fn of(noted: Orientation, turn: Turn) -> Self {
        Self::noted(turn.orientation()).after(Self::noted(noted))
    }

    fn noted(orientation: Orientation) -> Self {
        let [a, b, c, d] = match orientation {
            Orientation::NoTransforms => [1, 0, 0, 1],
            Orientation::Rotate90 => [0, 1, -1, 0],
            Orientation::Rotate180 => [-1, 0, 0, -1],
            Orientation::Rotate270 => [0, -1, 1, 0],
            Orientation::FlipHorizontal => [-1, 0, 0, 1],
            Orientation::FlipVertical => [1, 0, 0, -1],
            Orientation::Rotate90FlipH => [0, 1, 1, 0],
            Orientation::Rotate270FlipH => [0, -1, -1, 0],
        };
        Self { a, b, c, d }
    }

    fn after(self, first: Self) -> Self {
        Self {
            a: self.a * first.a + self.c * first.b,
            b: self.b * first.a + self.d * first.b,
            c: self.a * first.c + self.c * first.d,
            d: self.b * first.c + self.d * first.d,
        }
    }

    /// Whether width and height change places.
    pub(crate) fn swaps_sides(self) -> bool {
        self.a == 0
    }

    /// Width and height after the turn.
    pub(crate) fn sides<T>(self, width: T, height: T) -> (T, T) {
        if self.swaps_sides() { (height, width) } else { (width, height) }
    }
}

/// Whether width and height change places.
pub(crate) fn swaps_sides(orientation: Orientation) -> bool {
    Axes::of(orientation, Turn::None).swaps_sides()
}
