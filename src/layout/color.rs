//! Colours.

use std::fmt;

/// An sRGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// Black.
    pub(super) const BLACK: Self = Self(0, 0, 0);

    /// Reads `#RRGGBB`; `None` for any other text.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text
            .strip_prefix('#')
            .filter(|digits| digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
        Some(Self(part(0)?, part(2)?, part(4)?))
    }

    /// The contrast with white (WCAG 2.2, "contrast ratio"): 1 for white, 21 for black.
    pub(super) fn contrast(self) -> f32 {
        let linear = |part: u8| {
            let part = f32::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let luminance = 0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2);
        1.05 / (luminance + 0.05)
    }

    /// The colour mixed with white, at 7 %: a background for text.
    pub(super) fn tint(self) -> Self {
        let mixed = |part: u8| 255 - ((255 - u16::from(part)) * 7 / 100) as u8;
        Self(mixed(self.0), mixed(self.1), mixed(self.2))
    }

    /// The lightest colour of the same hue that has a contrast with white of at least `contrast`, in steps of a
    /// hundredth.
    pub(super) fn darkened(self, contrast: f32) -> Self {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a part fits")]
        let scaled = |part: u8, hundredths: u8| (f32::from(part) * f32::from(hundredths) / 100.0) as u8;
        let steps = (0..=100).rev().map(|step| Self(scaled(self.0, step), scaled(self.1, step), scaled(self.2, step)));
        steps.into_iter().find(|color| color.contrast() >= contrast).unwrap_or(Self::BLACK)
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_follows_wcag() {
        assert!((Color::BLACK.contrast() - 21.0).abs() < 0.01);
        assert!((Color(0x77, 0x77, 0x77).contrast() - 4.48).abs() < 0.01);
    }

    #[test]
    fn a_colour_is_six_hexadecimal_digits() {
        assert_eq!(Color::parse("#1F3a5F"), Some(Color(0x1F, 0x3A, 0x5F)));
        for text in ["1F3A5F", "#1F3A5", "#1F3A5FF", "grey", "#+1+2+3", "#é1F3A"] {
            assert_eq!(Color::parse(text), None, "{text}");
        }
    }
}
