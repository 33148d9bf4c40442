//! QR codes as the path of a vector drawing, which templates put into the page: no picture is loaded, and no markup comes
//! from here.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// Modules of white on each side (ISO/IEC 18004 §6.3.8 wants four).
const QUIET_ZONE: usize = 4;

/// A drawing in units of one module.
#[derive(Debug, Clone, Default, Serialize)]
pub struct QrDrawing {
    /// The side of the square, white margin included; empty where the text is too long for a code.
    pub side: String,
    /// The path of the dark modules, for the `d` of an SVG path.
    pub path: String,
}

/// Draws `text`.
#[must_use]
pub fn draw(text: &str) -> QrDrawing {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return QrDrawing::default() };
    let width = code.width();
    let mut path = String::new();
    for (row, modules) in code.to_colors().chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let run = modules[column..].iter().take_while(|module| **module == Color::Dark).count();
            if run > 0 {
                // Writing into a string cannot fail.
                let _written = write!(path, "M{} {}h{run}v1h-{run}z", column + QUIET_ZONE, row + QUIET_ZONE);
            }
            column += run.max(1);
        }
    }
    QrDrawing { side: (width + 2 * QUIET_ZONE).to_string(), path }
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn a_drawing_is_a_square_with_three_corners() {
        let drawing = draw("otpauth://totp/N:a?secret=JBSWY3DPEHPK3PXP");
        assert_eq!(drawing.side, "37", "version 3 has 29 modules");
        for corner in ["M4 4h7v1h-7z", "M26 4h7v1h-7z", "M4 26h7v1h-7z"] {
            assert!(drawing.path.contains(corner), "{corner}");
        }
        assert!(drawing.path.bytes().all(|byte| byte.is_ascii_digit() || b"Mhvz- ".contains(&byte)));
    }

    #[test]
    fn what_is_too_long_is_not_drawn() {
        assert_eq!(draw(&"x".repeat(4000)).side, "");
    }
}
