//! What an SVG file draws: shapes with fills and strokes, in groups that are clipped or seen through.

/// A point, from the upper left corner.
pub type DrawingPoint = (f32, f32);

/// An upright rectangle: left, top, right and bottom.
pub(super) type Rectangle = [f32; 4];

/// A drawing. Its longer side has [`LONGER_SIDE`] units.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    /// How wide it is.
    pub width: f32,
    /// How high it is.
    pub height: f32,
    /// What it draws, from the back to the front.
    pub parts: Vec<DrawingPart>,
}

/// The units of the longer side of a drawing. Three digits after the point are then less than any printer can show, and
/// more than are lost in 32 bits.
pub const LONGER_SIDE: f32 = 2000.0;

/// A part of a drawing.
#[derive(Debug, Clone, PartialEq)]
pub enum DrawingPart {
    /// A shape.
    Shape(Box<Shape>),
    /// Several parts.
    Group(DrawingGroup),
}

/// Parts that are clipped, or seen through as one.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawingGroup {
    /// How opaque they are together, from 0 to 1.
    pub opacity: f32,
    /// Nothing is drawn outside of it.
    pub clip: Option<Outline>,
    /// The parts.
    pub parts: Vec<DrawingPart>,
}

/// The edge of an area.
#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    /// Its pieces.
    pub steps: Vec<OutlineStep>,
    /// Whether what lies within two of its rings is outside (even-odd), and not inside (nonzero).
    pub is_even_odd: bool,
}

/// A piece of an outline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OutlineStep {
    /// A new ring begins.
    Move(DrawingPoint),
    /// A straight line.
    Line(DrawingPoint),
    /// A Bézier curve: its two control points and its end.
    Curve(DrawingPoint, DrawingPoint, DrawingPoint),
    /// The ring is closed.
    Close,
}

/// A shape.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// What turns its points, and those of its colours, into those of the drawing (`a b c d e f`), where its line is
    /// wider in one direction than in another; `None` where the points are those of the drawing.
    pub transform: Option<[f32; 6]>,
    /// Its edge.
    pub outline: Outline,
    /// The colour of its inside.
    pub fill: Option<Ink>,
    /// The line along its edge.
    pub stroke: Option<Stroke>,
    /// Whether the line is drawn before the inside.
    pub is_stroke_first: bool,
}

/// What an area or a line is painted with.
#[derive(Debug, Clone, PartialEq)]
pub struct Ink {
    /// The colours.
    pub paint: Paint,
    /// How opaque they are, from 0 to 1.
    pub opacity: f32,
}

/// Red, green and blue of sRGB.
pub type Rgb = [u8; 3];

/// One colour, or several that turn into each other.
#[derive(Debug, Clone, PartialEq)]
pub enum Paint {
    /// One colour.
    Color(Rgb),
    /// Several.
    Gradient(Box<Gradient>),
}

/// Colours that turn into each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradient {
    /// Between what.
    pub ends: GradientEnds,
    /// What turns the points of the ends into those of the shape (`a b c d e f`).
    pub transform: [f32; 6],
    /// The colours with their places from 0 to 1, which grow. There are at least two.
    pub stops: Vec<(f32, Rgb)>,
}

/// Between what colours turn into each other. The first and the last go on beyond.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum GradientEnds {
    /// Two points.
    Points(DrawingPoint, DrawingPoint),
    /// Two circles, each with its radius: the inner and the outer one.
    Circles((DrawingPoint, f32), (DrawingPoint, f32)),
}

/// A line along an edge.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub ink: Ink,
    /// How wide it is.
    pub width: f32,
    /// How its ends look.
    pub cap: Cap,
    /// How its corners look.
    pub join: Join,
    /// How many times longer than the line is wide a pointed corner may be.
    pub miter_limit: f32,
    /// The lengths of dashes and gaps in turn; none for a line without gaps.
    pub dashes: Vec<f32>,
    /// How far into the dashes the line begins.
    pub dash_offset: f32,
}

/// The end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cap {
    /// It ends where the edge ends.
    Butt,
    /// A half circle.
    Round,
    /// Half a square.
    Square,
}

/// A corner of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Join {
    /// Pointed.
    Miter,
    /// Round.
    Round,
    /// Cut off.
    Bevel,
}

/// A number with at most this many parts of one.
pub(super) fn rounded(number: f32, parts: f32) -> f32 {
    (f64::from(number) * f64::from(parts)).round() as f32 / parts
}

/// How many digits after the point say a number: six, or three where the others are no more than what 32 bits lose.
pub(super) fn digits(number: f32) -> usize {
    let number = f64::from(number);
    let short = (number * 1000.0).round() / 1000.0;
    if (number - short).abs() < 0.5e-6 * number.abs().max(1.0) { 3 } else { 6 }
}

/// A number with the digits that say it.
pub(super) fn exact(number: f32) -> f32 {
    rounded(number, if digits(number) == 3 { 1000.0 } else { 1e6 })
}

/// Whether a transform makes a line or a point of every area.
pub(super) fn is_folded([a, b, c, d, ..]: [f32; 6]) -> bool {
    (f64::from(a) * f64::from(d) - f64::from(b) * f64::from(c)).abs() < f64::from(f32::MIN_POSITIVE)
}
